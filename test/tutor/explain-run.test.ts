import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatCall } from '../../src/command/call.ts';
import type { Command } from '../../src/command/define-command.ts';
import { loadCommands } from '../../src/command/load-commands.ts';
import { parseText } from '../../src/command/parse-text.ts';
import { validate } from '../../src/command/validate.ts';
import { startBackend } from '../../src/regression/backend.ts';
import { checkWork } from '../../src/regression/hyperparameters.ts';
import { reportTraining } from '../../src/regression/report.ts';
import { joinText, plain } from '../../src/reply/text.ts';
import { explainRun } from '../../src/tutor/explain-run.ts';
import { trainCall } from '../../src/tutor/train-call.ts';

let commands: readonly Command[];
beforeAll(async () => {
  await startBackend('wasm');
  commands = await loadCommands();
});

const hyperparameters = fc
  .record({
    epochs: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 3000 })),
    learningRate: fc.oneof(fc.double({ min: 1e-9, max: 10, noNaN: true }), fc.constantFrom(0.01, 0.75, 10)),
    batch: fc.integer({ min: 1, max: 200 }),
    samples: fc.integer({ min: 10, max: 200 }),
    noise: fc.constantFrom(0, 0.1, 1, 10),
    seed: fc.nat(),
  })
  .map((h) => ({ ...h, batch: Math.min(h.batch, h.samples) }))
  .filter((h) => checkWork(h) === null);

describe('explainRun', () => {
  it('says something sound in both languages, with a next command that can be typed, for any run', () => {
    fc.assert(
      fc.property(hyperparameters, (h) => {
        const { diagnosis } = reportTraining(h);
        for (const locale of ['en', 'zh'] as const) {
          const { headline, reason, invitation, next } = explainRun('abcd1234', h, diagnosis, locale);
          const said = plain(joinText([headline, reason, invitation]));
          expect(said).not.toMatch(/NaN|undefined|null|∞|\[object/);
          const { command, options } = parseText(formatCall(next), commands);
          expect(() => validate(command, options)).not.toThrow();
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('trainCall', () => {
  it('repeats a run exactly', () => {
    fc.assert(
      fc.property(hyperparameters, (h) => {
        const { command, options } = parseText(formatCall(trainCall(h)), commands);
        const {
          epochs,
          lr,
          batch = Math.min(32, h.samples),
          samples,
          noise,
          seed,
        } = validate(command, options);
        expect({
          epochs,
          learningRate: lr,
          batch: batch === 'full' ? samples : batch,
          samples,
          noise,
          seed,
        }).toEqual(h);
      }),
    );
  });
});
