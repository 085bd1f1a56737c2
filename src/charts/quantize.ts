const MOST_COLORS = 256;

// Kept for the next picture: fresh megabytes for each, outside its heap, made V8 collect garbage after every second one.
let runs = new Uint32Array(0);
let indices = new Uint8Array(0);

/** A picture in at most 256 colours. */
export interface Indexed {
  /** Red, green, blue of each colour. */
  readonly palette: Uint8Array;
  /** For each pixel the number of its colour; the next call writes over it. */
  readonly indices: Uint8Array;
}

/**
 * Reduces an opaque picture (red, green, blue, alpha of each pixel) to its most frequent colours; each of the rest,
 * which in a chart are shades along edges, becomes the nearest of those.
 */
export function quantize(pixels: Buffer): Indexed {
  // A pixel at a time; signed, since Node keeps those as plain integers: three times as fast.
  const words = new Int32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
  const { colors, counts } = countColors(words);
  // A stable sort: of equally frequent colours the first to appear is kept, so equal pictures come out equal.
  const ranked = [...colors.keys()].sort((id, other) => counts[other]! - counts[id]!);
  const palette = Uint8Array.from(ranked.slice(0, MOST_COLORS).flatMap((id) => channels(colors[id]!)));

  const findNearest = createNearest(palette);
  const indexOf = new Uint8Array(colors.length);
  ranked.forEach((id, rank) => {
    indexOf[id] = rank < MOST_COLORS ? rank : findNearest(colors[id]!);
  });
  if (indices.length < words.length) indices = new Uint8Array(words.length);
  for (let i = 0, run = 0; i < words.length; run += 2) {
    const index = indexOf[runs[run]!]!;
    for (const end = runs[run + 1]!; i < end; i++) indices[i] = index;
  }
  return { palette, indices: indices.subarray(0, words.length) };
}

/**
 * Numbers the colours in order of appearance: of each number its colour and its count. Most pixels are like the one
 * before, so the picture comes as runs of one colour: of each its number, and where it ends.
 */
function countColors(words: Int32Array) {
  const colors: number[] = [];
  const counts: number[] = [];
  const idOf = new Map<number, number>();
  // As long as the worst picture needs; what is not written to takes no memory.
  if (runs.length < 2 * words.length) runs = new Uint32Array(2 * words.length);
  for (let i = 0, run = 0; i < words.length; run += 2) {
    const start = i;
    const color = words[start]!;
    do i++;
    while (i < words.length && words[i] === color);
    let id = idOf.get(color);
    if (id === undefined) {
      id = colors.length;
      idOf.set(color, id);
      colors.push(color);
      counts.push(0);
    }
    counts[id]! += i - start;
    runs[run] = id;
    runs[run + 1] = i;
  }
  return { colors, counts };
}

/** Finds the nearest colour of a palette; colours that agree in their first five bits a channel share one. */
function createNearest(palette: Uint8Array): (color: number) => number {
  const known = new Map<number, number>();
  return (color) => {
    const key = color & 0xf8f8f8;
    const index = known.get(key) ?? searchNearest(color, palette);
    known.set(key, index);
    return index;
  };
}

function searchNearest(color: number, palette: Uint8Array): number {
  const [red, green, blue] = channels(color);
  let nearest = 0;
  let least = Infinity;
  for (let i = 0; i < palette.length; i += 3) {
    const r = palette[i]! - red;
    const g = palette[i + 1]! - green;
    const b = palette[i + 2]! - blue;
    // Eyes tell greens apart best and blues worst.
    const distance = 3 * r * r + 4 * g * g + 2 * b * b;
    if (distance < least) {
      least = distance;
      nearest = i / 3;
    }
  }
  return nearest;
}

/** Bytes in memory are red, green, blue, alpha; all machines that this runs on are little-endian. */
function channels(color: number): [number, number, number] {
  return [color & 0xff, (color >> 8) & 0xff, (color >> 16) & 0xff];
}
