import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../../postgres.ts';
import { makeFolder } from '../folders.ts';
import { momentOf, type Scenario } from '../scenario.ts';

/** Processes that end in the middle of their work. */
export const killedProcesses: readonly Scenario[] = [
  {
    fault: 'kill −9 of the bot (SQLite), then started again',
    promise: 'every acknowledged command is answered once',
    times: 25,
    async run(lesson, tally, trial) {
      const DATA_DIR = await makeFolder();
      const bot = await lesson.start({ DATA_DIR });
      for (let i = 0; i < 4; i++) lesson.ask();
      await sleep(momentOf(trial, 500));
      await lesson.kill(bot);
      await lesson.start({ DATA_DIR });
      lesson.ask();
      await lesson.settle(tally);
    },
  },
  {
    fault: 'SIGTERM in mid-work, then started again',
    promise: 'every acknowledged command is answered once',
    times: 10,
    async run(lesson, tally, trial) {
      const DATA_DIR = await makeFolder();
      const bot = await lesson.start({ DATA_DIR });
      for (let i = 0; i < 6; i++) lesson.ask();
      await sleep(momentOf(trial, 300));
      const code = await lesson.terminate(bot);
      tally.expect(code === 0, `ended with ${code}`);
      await lesson.start({ DATA_DIR });
      await lesson.settle(tally);
    },
  },
  {
    fault: 'SIGTERM with more under way than can be finished, then started again',
    promise: 'every acknowledged command is answered whole, once',
    times: 5,
    async run(lesson, tally) {
      const DATA_DIR = await makeFolder();
      const bot = await lesson.start({ DATA_DIR });
      for (let i = 0; i < 15; i++) lesson.ask('long');
      await sleep(1_500);
      const code = await lesson.terminate(bot);
      tally.expect(code === 0, `ended with ${code}`);
      await lesson.start({ DATA_DIR });
      await lesson.settle(tally, 120_000);
      tally.expect(tally.count('told') === 0, 'told of a fault that was none');
    },
  },
  {
    fault: 'stopped for 9 s (a laptop’s lid), then going on',
    promise: 'every acknowledged command is answered once',
    times: 5,
    async run(lesson, tally, trial) {
      const bot = await lesson.start({ DATA_DIR: await makeFolder() });
      for (let i = 0; i < 4; i++) lesson.ask();
      await sleep(100 + momentOf(trial, 300));
      bot.process.kill('SIGSTOP');
      await sleep(9_000);
      bot.process.kill('SIGCONT');
      await lesson.settle(tally);
    },
  },
  {
    fault: 'two bots with one token on one file',
    promise: 'each command is answered once',
    times: 10,
    async run(lesson, tally, trial) {
      const DATA_DIR = await makeFolder();
      const [one] = await Promise.all([lesson.start({ DATA_DIR }), lesson.start({ DATA_DIR })]);
      for (let i = 0; i < 4; i++) lesson.ask();
      if (trial % 2 === 1) {
        await sleep(momentOf(trial, 400));
        await lesson.kill(one);
      }
      await lesson.settle(tally);
    },
  },
  ...(['worker', 'chat'] as const).map(
    (victim): Scenario => ({
      fault: `kill −9 of a ${victim} process, two chat and two worker processes on PostgreSQL`,
      promise: 'every acknowledged command is answered once',
      times: 15,
      async run(lesson, tally, trial) {
        const postgres = await startPostgres();
        const DATABASE_URL = await postgres.createDatabase();
        const start = (THETA_ROLE: string) => lesson.start({ DATABASE_URL, THETA_ROLE });
        const roles = ['chat', 'chat', 'worker', 'worker'];
        const bots = await Promise.all(roles.map(start));
        for (let i = 0; i < 4; i++) lesson.ask();
        await sleep(momentOf(trial, 500));
        await lesson.kill(bots[victim === 'chat' ? trial % 2 : 2 + (trial % 2)]!);
        await sleep(200);
        for (let i = 0; i < 2; i++) lesson.ask();
        await lesson.settle(tally);
        await lesson.stopBots(tally);
        await postgres.stop();
      },
    }),
  ),
];
