import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { picturesOf, startFakeSlack, wordsOf } from '../fakes/slack/fake-slack.ts';
import { bothDatabases } from '../store/databases.ts';
import { startTestBot } from './test-bot.ts';
import { createTinyTheta } from './tiny-theta.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Two processes of one bot on one database, behind one load balancer, added to a workspace. */
async function startTwo(where: Parameters<typeof openStore>[0]) {
  const fake = await startFakeSlack({ mode: 'http' });
  ends.push(fake.close);
  const school = fake.addWorkspace('T0SCHOOL');
  const stores: Store[] = [];
  for (let i = 0; i < 2; i++) {
    const store = await openStore(where);
    ends.push(store.close);
    const bot = await startTestBot(fake, createTinyTheta(), { jobs: store.jobs, table: store });
    ends.push(bot.stop);
    stores.push(store);
  }
  expect(await fake.install({ space: school.space })).toMatchObject({ status: 200 });
  return { fake, school, store: stores[0]! };
}

describe.each(bothDatabases())('two processes on one %s', (_, newDatabase) => {
  it('answer once what is delivered to both, pressed twice, or asked by a class', async () => {
    const { fake, school, store } = await startTwo(await newDatabase());
    await school.mention('faq jobs');
    for (const attempt of [1, 2, 3]) expect((await fake.redeliver(attempt)).acknowledged).toBe(true);
    await school.until((message) => wordsOf(message).includes('You asked: jobs'));

    await school.slash('/train', { channel: 'DU0ADA' });
    const answer = await school.until((message) => picturesOf(message).length > 0);
    await Promise.all([school.press(answer, 'Train on'), school.press(answer, 'Train on')]);
    await Promise.all(
      Array.from({ length: 6 }, (_, i) => school.slash(`/faq class ${i}`, { user: `U0S${i}` })),
    );
    // A whispered progress line is no answer.
    const answers = (channel: string) => school.messages(channel).filter(({ only }) => only === undefined);
    await expect.poll(() => answers('C0CLASS').length, { timeout: 20_000 }).toBe(7);
    await expect.poll(() => answers('DU0ADA').length, { timeout: 20_000 }).toBe(2);
    await expect.poll(() => store.jobs.count(), { timeout: 5_000 }).toEqual({ waiting: 0, running: 0 });
    expect(new Set(answers('C0CLASS').map(wordsOf)).size).toBe(7);
    expect(answers('DU0ADA').filter((message) => picturesOf(message).length > 0)).toHaveLength(2);
    expect(school.space.faults).toEqual([]);
  });

  it('forget a workspace that removes the app, both', async () => {
    const { school, store } = await startTwo(await newDatabase());
    expect(await store.findInstallation('T0SCHOOL')).toBeDefined();
    await school.uninstall();
    expect(await store.findInstallation('T0SCHOOL')).toBeUndefined();
    for (let i = 0; i < 2; i++) await school.slash('/faq jobs');
    await expect.poll(() => store.jobs.count(), { timeout: 10_000 }).toEqual({ waiting: 0, running: 0 });
    expect(school.space.messages).toEqual([]);
  });
});
