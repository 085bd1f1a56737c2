import * as tf from '@tensorflow/tfjs-core';

/*
 * A step of gradient descent on the squared error of a line is affine in θ, so with z = (w, b, −1) it is
 * z ← z + T·z for a 3×3 matrix T whose last row is 0. Maps are kept as that deviation T from the identity: in
 * float32 the small steps of training would drown in the identity's ones.
 *
 * Tensors hold many maps [count, 3, 3] or states [count, 3, 1], count a power of 2, ordered in time by reversed
 * bits: first the even ones, then the odd ones, and so within each half. So the pairs that follow each other in
 * time are the two halves of a tensor, and a list of states grows at its end.
 */

/** What a run of `count` maps does: the maps themselves, and of each halving of that list the even ones, which lead from one pair's start to its middle. */
export interface MapTree {
  readonly maps: tf.Tensor3D;
  readonly evens: readonly tf.Tensor3D[];
}

/** Joins the maps two by two, `times` times: 2^times times fewer maps, each doing what those did one after the other. */
export function joinPairs(maps: tf.Tensor3D, times: number): tf.Tensor3D {
  let joined = maps;
  for (let i = 0; i < times; i++) joined = compose(...halves(joined));
  return joined;
}

/** The tree over a list of different maps. */
export function treeOf(maps: tf.Tensor3D): MapTree {
  const evens: tf.Tensor3D[] = [];
  for (let level = maps; level.shape[0] > 1; ) {
    const [even, odd] = halves(level);
    evens.push(even);
    level = compose(even, odd);
  }
  return { maps, evens };
}

/** The tree over one map `count` times: each level is a single map, the square of the one below. */
export function treeOfRepeated(map: tf.Tensor3D, count: number): MapTree {
  const evens: tf.Tensor3D[] = [];
  for (let length = 1, level = map; length < count; length *= 2) {
    evens.push(level);
    level = compose(level, level);
  }
  return { maps: map, evens };
}

/** The states after each of the tree's maps, from one start [1, 3, 1]: by doubling, from the longest stretches down. */
export function unfold({ maps, evens }: MapTree, start: tf.Tensor3D): tf.Tensor3D {
  let starts = start;
  for (const even of evens.toReversed()) starts = tf.concat([starts, apply(even, starts)]);
  return apply(maps, starts);
}

/** The number that has `bits` binary digits of `index` in reverse: where the map or state of that time stands. */
export function reverseBits(index: number, bits: number): number {
  let reversed = 0;
  for (let i = 0; i < bits; i++) reversed |= ((index >>> i) & 1) << (bits - 1 - i);
  return reversed;
}

function halves(maps: tf.Tensor3D): [tf.Tensor3D, tf.Tensor3D] {
  return tf.split(maps, 2) as [tf.Tensor3D, tf.Tensor3D];
}

/** The deviation of (I + then)·(I + first). */
function compose(first: tf.Tensor3D, then: tf.Tensor3D): tf.Tensor3D {
  return tf.add(tf.add(tf.matMul(then, first), first), then);
}

function apply(maps: tf.Tensor3D, states: tf.Tensor3D): tf.Tensor3D {
  return tf.add(states, tf.matMul(maps, states));
}
