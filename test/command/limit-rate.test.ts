import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/command/invocation.ts';
import type { LearnerError } from '../../src/command/learner-error.ts';
import { limitRate } from '../../src/command/limit-rate.ts';
import type { Theta } from '../../src/command/theta.ts';
import { wordMistake } from '../../src/locales/words.ts';
import { toPlainText } from '../../src/reply/plain-text.ts';

const bare: Theta = {
  commands: [],
  prefix: '',
  answer: async () => ({
    kind: 'instant',
    reply: { audience: 'everyone', blocks: [{ kind: 'text', text: [{ text: 'answered' }] }] },
  }),
  explain: async (error, { locale }) => ({
    audience: 'asker',
    blocks: [{ kind: 'text', text: wordMistake((error as LearnerError).mistake, locale) }],
  }),
  suggest: async () => [],
};

describe('limitRate', () => {
  const theta = limitRate(bare, { points: 3, duration: 60 });
  const ask = async (learner: string, space = 'slack:T1', locale: 'en' | 'zh' = 'en') => {
    const asker: Invocation['asker'] = { platform: 'slack', space, learner };
    const answer = await theta.answer({ id: 'x', asker, locale, input: { text: 'help' } });
    return answer.kind === 'instant' ? answer.reply : answer.finish();
  };

  it('tells a learner who is too fast when to go on, alone and in their language', async () => {
    for (let i = 0; i < 3; i++) expect(toPlainText(await ask('ada'))).toBe('answered');
    const refused = await ask('ada');
    expect(refused.audience).toBe('asker');
    expect(toPlainText(refused)).toMatch(/I can go on in (60|59) s/);
    expect(toPlainText(await ask('ada', 'slack:T1', 'zh'))).toMatch(/(60|59) 秒后再继续/);
  });

  it('holds nobody else back', async () => {
    for (let i = 0; i < 4; i++) await ask('bob');
    expect(toPlainText(await ask('eve'))).toBe('answered');
    expect(toPlainText(await ask('bob', 'slack:T2'))).toBe('answered');
  });
});
