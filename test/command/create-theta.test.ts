import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createTheta } from '../../src/command/create-theta.ts';
import type { Services } from '../../src/command/services.ts';
import { createLearner, startTestTheta, type TestTheta } from '../theta.ts';

let running: TestTheta;
beforeAll(async () => {
  running = await startTestTheta();
});
afterAll(() => running.close());

/** Theta with some services broken, and what it logged. */
function breakTheta(broken: (services: Services) => Partial<Services>) {
  const { services } = running;
  const logged: string[] = [];
  const log = pino({}, { write: (line) => void logged.push(line) });
  return { theta: createTheta({ ...services, ...broken(services) }, { theme: 'light', log }), logged };
}

describe('createTheta', () => {
  it('sends the words and θ when the picture fails', async () => {
    const { theta, logged } = breakTheta(({ work }) => ({
      work: { ...work, draw: () => Promise.reject(new Error('no canvas')) },
    }));
    const said = await createLearner(theta, 'ada').say('/train epochs:10 seed:1');
    expect(said.reply.error).toBeUndefined();
    expect(said.text).toContain('Learned line');
    expect(said.text).toContain('The picture could not be drawn this time. What it shows:');
    expect(logged).toHaveLength(1);
  });

  it('turns a fault into a calm private sentence with a reference that the log has too', async () => {
    const { theta, logged } = breakTheta(({ store }) => ({
      store: { ...store, addRun: () => Promise.reject(new Error('disk full')) },
    }));
    const said = await createLearner(theta, 'ada').say('/train epochs:10 seed:1');
    expect(said.reply).toMatchObject({ audience: 'asker', error: { code: 'fault' } });
    expect(said.text).not.toContain('disk full');
    const reference = /reference: (\w{8})/.exec(said.text)![1]!;
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(reference);
  });

  it('answers within the first step even when the store is broken', async () => {
    const { theta } = breakTheta(({ store }) => ({
      store: {
        ...store,
        recentRuns: () => Promise.reject(new Error('gone')),
        findCall: () => Promise.reject(new Error('gone')),
      },
    }));
    const learner = createLearner(theta, 'ada');
    expect((await learner.say('/predict 0.5')).reply.error).toEqual({ code: 'fault' });
    expect(await learner.suggest('predict', 'run', '')).toEqual([]);
  });

  it('keeps long calls behind short button ids, and says when one is gone', async () => {
    const { theta } = running;
    const asker = { platform: 'local', space: 'local', learner: 'ada' } as const;
    const press = (button: string) => theta.answer({ id: 'local:1', asker, locale: 'en', input: { button } });
    const gone = await press('#nonsense');
    expect(gone).toMatchObject({ kind: 'instant', reply: { error: { code: 'button-gone' } } });
    const forged = await press('train?epochs=1e9&colour=red');
    expect(forged).toMatchObject({ kind: 'instant', reply: { error: { code: 'unknown-option' } } });

    const learner = createLearner(theta, 'ada');
    await learner.say('/train epochs:1 seed:1');
    const xs = Array.from({ length: 21 }, (_, i) => i / 21);
    const said = await learner.say(`/predict x:${xs.join(', ')}`);
    const [button] = said.reply.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    expect(button!.id).toMatch(/^#\w{8,90}$/);
    const pressed = await learner.press(said, '/predict');
    expect(pressed.reply.data).toMatchObject({ x: xs.slice(0, 20) });
  });

  it('suggests at most 25 rows, and nothing for what it does not know', async () => {
    const learner = createLearner(running.theta, 'rows');
    for (let seed = 0; seed < 26; seed++) await learner.say(`/train epochs:1 seed:${seed}`);
    const rows = await learner.suggest('predict', 'run', '');
    expect(rows).toHaveLength(25);
    for (const { label } of rows) expect(label.length).toBeLessThanOrEqual(100);
    expect(await learner.suggest('predict', 'colour', '')).toEqual([]);
    expect(await learner.suggest('sing', 'song', '')).toEqual([]);
  });
});
