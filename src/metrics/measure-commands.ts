import { Counter, type Registry } from 'prom-client';
import type { Command, Context } from '../command/define-command.ts';
import { LearnerError } from '../command/learner-error.ts';

/**
 * Counts commands that ran to their end. Slow work that is left for another process to finish counts there. Options
 * that were refused never reach a command: they count among the answers.
 */
export function measureCommands(commands: readonly Command[], registry: Registry): readonly Command[] {
  const ran = new Counter({
    name: 'theta_commands_total',
    help: 'Commands that ran to their end, by name, platform and outcome: ok, mistake or fault',
    labelNames: ['command', 'platform', 'outcome'],
    registers: [registry],
  });
  return commands.map((command) => {
    const counted = async <T>(
      work: Promise<T>,
      { asker: { platform } }: Context,
      done: (result: T) => boolean,
    ) => {
      const count = (outcome: string) => ran.inc({ command: command.name, platform, outcome });
      try {
        const result = await work;
        if (done(result)) count('ok');
        return result;
      } catch (error) {
        count(error instanceof LearnerError ? 'mistake' : 'fault');
        throw error;
      }
    };
    return {
      ...command,
      async run(options, context) {
        const outcome = await counted(
          command.run(options, context),
          context,
          (result) => !('finish' in result),
        );
        if (!('finish' in outcome)) return outcome;
        return { ...outcome, finish: () => counted(outcome.finish(), context, () => true) };
      },
    };
  });
}
