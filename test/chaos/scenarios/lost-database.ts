import { setTimeout as sleep } from 'node:timers/promises';
import { startProxy, type Way } from '../../loopback-proxy.ts';
import { type Postgres, startPostgres } from '../../postgres.ts';
import type { Lesson } from '../lesson.ts';
import { momentOf, type Scenario } from '../scenario.ts';
import type { Tally } from '../tally.ts';

interface Ground {
  readonly postgres: Postgres;
  readonly turn: (way: Way) => void;
  readonly DATABASE_URL: string;
}

/** PostgreSQL behind a proxy, cleaned up after the trial. */
function onPostgres(
  run: (lesson: Lesson, tally: Tally, trial: number, ground: Ground) => Promise<void>,
): Scenario['run'] {
  return async (lesson, tally, trial) => {
    const postgres = await startPostgres();
    const proxy = await startProxy(postgres.port);
    const direct = await postgres.createDatabase();
    const DATABASE_URL = direct.replace(`:${postgres.port}/`, `:${proxy.port}/`);
    await run(lesson, tally, trial, { postgres, turn: proxy.turn, DATABASE_URL });
    await lesson.stopBots(tally);
    await proxy.close();
    await postgres.stop();
  };
}

/** A database that isn't there, or isn't quite. */
export const lostDatabase: readonly Scenario[] = [
  {
    fault: 'PostgreSQL out of reach at the start, for 3 s',
    promise: 'the bot waits, then answers; no restart',
    times: 5,
    run: onPostgres(async (lesson, tally, _trial, { turn, DATABASE_URL }) => {
      turn('shut');
      const starting = lesson.start({ DATABASE_URL });
      await sleep(3_000);
      turn('open');
      await starting;
      for (let i = 0; i < 3; i++) lesson.ask();
      await lesson.settle(tally);
    }),
  },
  {
    fault: 'PostgreSQL out of reach for 4 s in mid-work',
    promise: 'answered, or told in words; later commands answered without a restart',
    times: 10,
    run: onPostgres(async (lesson, tally, trial, { turn, DATABASE_URL }) => {
      await lesson.start({ DATABASE_URL });
      for (let i = 0; i < 3; i++) lesson.ask();
      await sleep(momentOf(trial, 400));
      turn('shut');
      for (let i = 0; i < 2; i++) lesson.ask();
      await sleep(4_000);
      turn('open');
      await sleep(2_500);
      for (let i = 0; i < 2; i++) lesson.ask();
      await lesson.settle(tally);
    }),
  },
  {
    fault: 'kill −9 of PostgreSQL in mid-work, started again after 2 s',
    promise: 'answered, or told in words; later commands answered without a restart',
    times: 10,
    run: onPostgres(async (lesson, tally, trial, { postgres, DATABASE_URL }) => {
      await lesson.start({ DATABASE_URL });
      for (let i = 0; i < 4; i++) lesson.ask();
      await sleep(momentOf(trial, 400));
      await postgres.crash('SIGKILL');
      await sleep(2_000);
      await postgres.start();
      await sleep(2_500);
      for (let i = 0; i < 2; i++) lesson.ask();
      await lesson.settle(tally);
    }),
  },
  {
    fault: 'PostgreSQL slow: 400 ms each way',
    promise: 'acknowledged in time, and answered',
    times: 5,
    run: onPostgres(async (lesson, tally, _trial, { turn, DATABASE_URL }) => {
      await lesson.start({ DATABASE_URL });
      turn('slow');
      for (let i = 0; i < 3; i++) lesson.ask();
      await lesson.settle(tally);
      tally.expect(tally.count('unheard') === 0, 'not acknowledged in time');
      turn('open');
    }),
  },
  {
    fault: 'PostgreSQL silent for 8 s: it takes queries and doesn’t answer',
    promise: 'acknowledged in time; answered, or told in words; later commands answered',
    times: 5,
    run: onPostgres(async (lesson, tally, _trial, { turn, DATABASE_URL }) => {
      await lesson.start({ DATABASE_URL });
      turn('silent');
      for (let i = 0; i < 3; i++) lesson.ask();
      await sleep(8_000);
      turn('open');
      await sleep(2_500);
      lesson.ask();
      await lesson.settle(tally);
      tally.expect(tally.count('unheard') === 0, 'not acknowledged in time');
    }),
  },
];
