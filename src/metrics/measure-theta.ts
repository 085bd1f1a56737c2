import { Counter, Histogram, type Registry } from 'prom-client';
import type { Theta } from '../command/theta.ts';
import type { Reply } from '../reply/reply.ts';

/** Counts and times every answer; no learner's words or ids are in the labels. */
export function measureTheta(theta: Theta, registry: Registry): Theta {
  const answers = new Counter({
    name: 'theta_answers_total',
    help: 'Answers by platform and outcome: ok, fault, or the code of the learner’s mistake',
    labelNames: ['platform', 'outcome'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'theta_answer_seconds',
    help: 'From the invocation to the finished reply, without waiting in a queue or sending',
    labelNames: ['platform'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  return {
    ...theta,
    async answer(invocation) {
      const { platform } = invocation.asker;
      const stop = seconds.startTimer({ platform });
      const count = (reply: Reply) => {
        stop();
        answers.inc({ platform, outcome: reply.error?.code ?? 'ok' });
        return reply;
      };
      const answer = await theta.answer(invocation);
      if (answer.kind === 'instant') count(answer.reply);
      return answer.kind === 'instant' ? answer : { ...answer, finish: () => answer.finish().then(count) };
    },
  };
}
