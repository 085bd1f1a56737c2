import fc from 'fast-check';
// `nasty`: what people, scripts and attackers put where words are expected. `known`: what Theta understands, to get
// past the first gates.
import strings from './nasty.json' with { type: 'json' };

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...strings.nasty) },
  { weight: 5, arbitrary: fc.constantFrom(...strings.known) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      maxLength: 12,
    }),
  },
  { weight: 1, arbitrary: fc.double().map(String) },
);
const glue = fc.constantFrom('', '', ' ', ' ', ':', '=', ', ', '  ');

/** Some pieces, joined. */
export const nastyWords: fc.Arbitrary<string> = fc
  .array(fc.tuple(piece, glue), { maxLength: 8 })
  .map((parts) => parts.flat().join(''));

/** Now and then a piece over and over: what is quadratic takes its time there. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 60, arbitrary: nastyWords },
  {
    weight: 1,
    arbitrary: fc
      .tuple(nastyWords, piece, fc.integer({ min: 100, max: 3000 }))
      .map(([before, part, times]) => before + part.repeat(times)),
  },
);

/** Whatever JSON can hold where a value is expected, and what JavaScript objects can do to who trusts them. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: nastyText },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.double({ noNaN: true }),
      fc.integer(),
      fc.constantFrom(0, -0, 1e308, 5e-324, 2 ** 53, 2 ** 32, -1),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(null, undefined, true, false, Number.POSITIVE_INFINITY),
  },
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom<unknown>(
        {},
        [],
        [[1, [2]], 'x'],
        { toString: null, valueOf: null },
        { toString: 'x' },
        { text: 'x', style: 'code' },
        [{ text: '@everyone' }],
        JSON.parse('{"__proto__": {"epochs": 5}}'),
        Object.create(null),
        JSON.parse('['.repeat(2000) + ']'.repeat(2000)),
      ),
    ),
  },
);
