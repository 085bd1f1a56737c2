/*
 * Chat and worker processes on one real PostgreSQL: `npm run bench:scale`. Each worker has a core to itself as far as the
 * others leave it one; two chat processes take Discord's signed requests in turn. Prints commands a second for each core,
 * and what a command costs the database, with one worker and with two.
 *   --learners N   how many press /train within a second (150)
 * Ends with 1 when a learner is not answered, or is twice. PostgreSQL runs without fsync: its times are of no use, its
 * CPU and transactions are.
 */
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startPostgres } from '../test/postgres.ts';
import { type Answers, type Asked, pressAndWait } from './class/measure-burst.ts';
import { inMs } from './class/print-figures.ts';
import { readProcess } from './class/process-figures.ts';
import { startFakes, startTheta } from './class/start-bots.ts';
import type { Child } from './class/start-child.ts';
import { type DatabaseLoad, subtractRest, watchDatabase } from './scale/watch-database.ts';

const CHATS = 2;
const REST_MS = 10_000;
const LONGEST_RUN_MS = 20 * 60_000;

const { values } = parseArgs({ options: { learners: { type: 'string', default: '150' } } });
const learners = Number(values.learners);
setTimeout(() => {
  console.error('The bench took too long.');
  process.exit(1);
}, LONGEST_RUN_MS).unref();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const faults: string[] = [];
const cores = availableParallelism();
console.log(`${cores} cores, Node ${process.version}`);
const one = await measureScale(1);
const two = await measureScale(2);
console.log(
  `\ntwo workers against one: ${(two.perSecond / one.perSecond).toFixed(2)} times as many boards a second`,
);
for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`);
process.exit(faults.length > 0 ? 1 : 0);

/** One constellation, from an empty database to its end. */
async function measureScale(workers: number): Promise<Answers> {
  const postgres = await startPostgres();
  const url = await postgres.createDatabase();
  const fakes = await startFakes();
  const { discord, discordHttp } = await fakes.call('environment');
  const environment = { ...discord, ...discordHttp, DATABASE_URL: url };
  const chats: Child[] = [];
  const hands: Child[] = [];
  for (let i = 0; i < CHATS; i++) chats.push(await startTheta({ ...environment, THETA_ROLE: 'chat' }));
  for (let i = 0; i < workers; i++) {
    hands.push(await startTheta({ ...environment, THETA_ROLE: 'worker' }, [], i % cores));
  }
  await fakes.call(
    'sendTo',
    chats.map((chat) => `${addressOf(chat)}/discord/interactions`),
  );
  const database = await watchDatabase(postgres, url);
  const press = async (asked: Omit<Asked, 'slackEvery'>) => {
    const answers = await pressAndWait(fakes, { ...asked, slackEvery: 0 });
    faults.push(...answers.faults.map((fault) => `${workers} workers, ${asked.command}: ${fault}`));
    return answers;
  };
  const measure = async (command: Asked['command'], rest: DatabaseLoad) => {
    const [chatsBefore, handsBefore] = [cpuMs(chats), cpuMs(hands)];
    let answers!: Answers;
    let [chatMs, handMs] = [0, 0];
    const load = await database.during(async () => {
      answers = await press({ command, learners, firstSeed: 1000 });
      chatMs = (cpuMs(chats) - chatsBefore) / learners;
      handMs = (cpuMs(hands) - handsBefore) / learners;
    });
    return { answers, chatMs, handMs, load: subtractRest(load, rest) };
  };

  console.log(`\n${CHATS} chat processes, ${workers} worker${workers === 1 ? '' : 's'}`);
  await press({ command: 'train', learners: 40, firstSeed: 1 });
  await press({ command: 'faq', learners: 40, firstSeed: 1 });
  const rest = await database.during(() => sleep(REST_MS));
  console.log(
    `  at rest           ${(rest.transactions / rest.seconds).toFixed(1)} transactions/s, ${(rest.cpuMs / rest.seconds).toFixed(1)} CPU-ms/s of PostgreSQL, ${rest.connections} connections`,
  );
  const train = await measure('train', rest);
  console.log(`  /train by ${learners} within a second`);
  print(train);
  console.log(
    `    workers         ${train.handMs.toFixed(1)} CPU-ms a command: ${(1000 / train.handMs).toFixed(1)} commands/s for each core; here ${train.answers.perSecond.toFixed(1)}/s in all`,
  );
  const faq = await measure('faq', rest);
  console.log(`  /faq by ${learners} within a second`);
  print(faq);

  await Promise.all([...chats, ...hands].map((child) => child.stop()));
  await Promise.all([fakes.stop(), database.close()]);
  await postgres.stop();
  return train.answers;
}

function print({
  answers,
  chatMs,
  load,
}: {
  readonly answers: Answers;
  readonly chatMs: number;
  readonly load: DatabaseLoad;
}): void {
  console.log(`    acknowledged    ${inMs(answers.acknowledged)}`);
  console.log(`    answered        ${inMs(answers.board)}`);
  console.log(
    `    chat processes  ${chatMs.toFixed(1)} CPU-ms a command: ${(1000 / chatMs).toFixed(0)} requests/s for each core`,
  );
  console.log(
    `    PostgreSQL      ${(load.transactions / learners).toFixed(1)} transactions, ${(load.cpuMs / learners).toFixed(1)} CPU-ms, ${(load.logBytes / learners / 1000).toFixed(1)} KB of log a command, ${load.connections} connections`,
  );
}

function cpuMs(children: readonly Child[]): number {
  return children.reduce((sum, { pid }) => sum + readProcess(pid).cpuSeconds * 1000, 0);
}

function addressOf(child: Child): string {
  return /ready at (http:\S+)/.exec(child.written())![1]!;
}
