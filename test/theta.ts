import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createTheta } from '../src/command/create-theta.ts';
import type { Invocation } from '../src/command/invocation.ts';
import { loadCommands } from '../src/command/load-commands.ts';
import type { Services } from '../src/command/services.ts';
import type { Theta } from '../src/command/theta.ts';
import { loadKnowledge } from '../src/knowledge/load-knowledge.ts';
import type { Locale } from '../src/locales/locale.ts';
import { toPlainText } from '../src/reply/plain-text.ts';
import type { Reply } from '../src/reply/reply.ts';
import { openStore } from '../src/store/open-store.ts';
import { startWork } from '../src/work/start-work.ts';

export interface TestTheta {
  readonly theta: Theta;
  readonly services: Services;
  /** What was logged, one JSON line each. */
  readonly logged: readonly string[];
  close(): Promise<void>;
}

/** Everything real but the platform: store, workers, knowledge, commands. `drawSeed` counts 1, 2, 3 … */
export async function startTestTheta(replaced: Partial<Services> = {}): Promise<TestTheta> {
  const dataDir = await mkdtemp(join(tmpdir(), 'theta-test-'));
  const [store, work, knowledge, commands] = await Promise.all([
    openStore({ dataDir }),
    startWork({ backend: 'auto', painters: 1 }),
    loadKnowledge(),
    loadCommands(),
  ]);
  let seed = 0;
  const drawSeed = () => ++seed;
  const services = { store, work, knowledge, commands, prefix: '', drawSeed, ...replaced };
  const logged: string[] = [];
  const log = pino({}, { write: (line) => void logged.push(line) });
  return {
    theta: createTheta(services, { theme: 'light', log }),
    services,
    logged,
    async close() {
      await Promise.all([work.close(), store.close()]);
      await rm(dataDir, { recursive: true });
    },
  };
}

export interface Said {
  readonly reply: Reply;
  readonly text: string;
  readonly progress: string | undefined;
}

/** Talks to Theta as one learner of the local page. A pressed button is named by its command's beginning. */
export function createLearner(theta: Theta, learner: string, locale: Locale = 'en', space = 'local') {
  const asker = { platform: 'local', space, learner } as const;
  const send = async (input: Invocation['input']): Promise<Said> => {
    const answer = await theta.answer({ id: `local:${randomUUID()}`, asker, locale, input });
    const reply = answer.kind === 'instant' ? answer.reply : await answer.finish();
    return {
      reply,
      text: toPlainText(reply),
      progress: answer.kind === 'slow' ? answer.progress : undefined,
    };
  };
  return {
    asker,
    say: (text: string) => send({ text }),
    press: (under: Said, command: string) => send({ button: findButton(under.reply, command).id }),
    suggest: (command: string, option: string, typed: string) =>
      theta.suggest({ asker, locale, command, option, typed }),
  };
}

function findButton(reply: Reply, command: string) {
  const buttons = reply.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  const found = buttons.find((button) => button.command.startsWith(command));
  if (!found) throw new Error(`no button ${command} among ${buttons.map((b) => b.command).join(', ')}`);
  return found;
}
