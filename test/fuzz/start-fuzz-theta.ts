import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createTheta } from '../../src/command/create-theta.ts';
import type { Invocation } from '../../src/command/invocation.ts';
import { loadCommands } from '../../src/command/load-commands.ts';
import type { Theta } from '../../src/command/theta.ts';
import { loadKnowledge } from '../../src/knowledge/load-knowledge.ts';
import { startBackend } from '../../src/regression/backend.ts';
import { DEFAULTS } from '../../src/regression/hyperparameters.ts';
import { reportTraining } from '../../src/regression/report.ts';
import type { Reply } from '../../src/reply/reply.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Work } from '../../src/work/work.ts';
import { PNG } from '../slack/tiny-theta.ts';
import { checkReply } from './check-reply.ts';

export interface FuzzTheta {
  readonly theta: Theta;
  /** Everything that was logged: a fault that nobody was told about is a bug, too. */
  readonly logged: string[];
  close(): Promise<void>;
}

/** Real commands, store and search. Only training and drawing are remembered ones, so that a case takes a millisecond. */
export async function startFuzzTheta(prefix = ''): Promise<FuzzTheta> {
  const dataDir = await mkdtemp(join(tmpdir(), 'theta-fuzz-'));
  const store = await openStore({ dataDir });
  await startBackend('cpu');
  const h = { ...DEFAULTS, batch: DEFAULTS.batch, seed: 7 };
  const learned = reportTraining(h);
  const diverged = reportTraining({ ...h, learningRate: 5 });
  const work: Work = {
    backend: 'cpu',
    waiting: 0,
    ping: async () => {},
    train: async ({ learningRate }) => (learningRate > 1 ? diverged : learned),
    draw: async () => [{ name: 'theta-board.png', png: PNG }],
    close: async () => {},
  };
  const drawSeed = (id: string) => createHash('sha256').update(id).digest().readUInt32BE();
  const [knowledge, commands] = [loadKnowledge(), await loadCommands()];
  const logged: string[] = [];
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  return {
    theta: createTheta({ store, work, knowledge, commands, prefix, drawSeed }, { theme: 'light', log }),
    logged,
    async close() {
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The whole way of one request: its answer, held against {@link checkReply}, slow work and all. */
export async function answerFully(
  { theta, logged }: FuzzTheta,
  invocation: Invocation,
  asked = JSON.stringify(invocation.input) ?? '',
): Promise<Reply> {
  const answer = await theta.answer(invocation);
  const reply = answer.kind === 'instant' ? answer.reply : await answer.finish();
  const [line] = logged.splice(0);
  if (line !== undefined) throw new Error(`logged: ${line}`);
  checkReply(reply, asked, invocation.locale);
  if (answer.kind === 'slow') {
    checkReply(
      { audience: 'everyone', blocks: [{ kind: 'text', text: [{ text: answer.progress }] }] },
      asked,
      invocation.locale,
    );
  }
  return reply;
}
