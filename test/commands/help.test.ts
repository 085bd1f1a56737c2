import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLearner, startTestTheta, type TestTheta } from '../theta.ts';

let running: TestTheta;
beforeAll(async () => {
  running = await startTestTheta({ prefix: 'theta-' });
});
afterAll(() => running.close());

describe('/help', () => {
  it('lists every command, in the learner’s language, with the prefix', async () => {
    const en = await createLearner(running.theta, 'ada').say('help');
    const zh = await createLearner(running.theta, 'lin', 'zh').say('/theta-help');
    expect(en.reply.audience).toBe('asker');
    for (const { name, description } of running.services.commands) {
      expect(en.text).toContain(`/theta-${name} ${description.en}`);
      expect(zh.text).toContain(`/theta-${name} ${description.zh}`);
    }
  });

  it('explains a command from its declaration', async () => {
    const said = await createLearner(running.theta, 'ada').say('/help train');
    expect(said.text).toContain(
      'epochs How often to go through all the data (a whole number from 1 to 100,000, 1,000 if you leave it out)',
    );
    expect(said.text).toContain('or full');
    expect(said.text).toContain('/theta-train lr:5');
  });

  it('shows examples that work', async () => {
    for (const { examples } of running.services.commands) {
      for (const line of new Set([...examples.en, ...examples.zh])) {
        const learner = createLearner(running.theta, `learner of ${line}`);
        await learner.say('train seed:1');
        const { reply } = await learner.say(line);
        expect.soft(reply.error, line).toBeUndefined();
      }
    }
  });

  it('knows no other command', async () => {
    const said = await createLearner(running.theta, 'ada').say('/help trian');
    expect(said.reply).toMatchObject({ audience: 'asker', error: { code: 'unknown-command' } });
    expect(said.text).toContain('/theta-train');
  });
});
