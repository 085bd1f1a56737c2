import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLearner, startTestTheta, type TestTheta } from '../theta.ts';

let running: TestTheta;
beforeAll(async () => {
  running = await startTestTheta({ prefix: 'theta-' });
});
afterAll(() => running.close());

describe('/faq', () => {
  it('answers a topic with its section, and leads on to two others', async () => {
    const learner = createLearner(running.theta, 'ada');
    const said = await learner.say('/faq jobs');
    expect(said.reply).toMatchObject({
      audience: 'everyone',
      data: { topic: 'jobs', section: '§8', suggestions: ['new-jobs', 'policy'] },
    });
    expect(said.text).toMatch(/^Jobs at risk · article §8\n/);
    const next = await learner.press(said, '/theta-faq question:policy');
    expect(next.reply.data).toMatchObject({ topic: 'policy', section: '§7, §8' });
  });

  it('answers a question in the asker’s language, whatever language it is in', async () => {
    const zh = await createLearner(running.theta, 'lin', 'zh').say('faq question: will a robot take my job?');
    expect(zh.reply.data).toMatchObject({ topic: 'jobs' });
    expect(zh.text).toContain('可能消失的职业 · 文章 §8');
    const en = await createLearner(running.theta, 'ada').say('faq 什么是学习率');
    expect(en.text).toContain('The learning rate · article §3');
  });

  it('writes commands with the prefix that they have here', async () => {
    const { text } = await createLearner(running.theta, 'ada').say('faq learning-rate');
    expect(text).toContain('/theta-train lr:0.1');
  });

  it('says to the asker alone what the article does not cover, and offers the nearest topics', async () => {
    const { reply, text } = await createLearner(running.theta, 'ada').say('faq how do I lose weight');
    expect(reply).toMatchObject({ audience: 'asker', data: { topic: null, section: null } });
    expect(reply.error).toBeUndefined();
    expect(reply.data!.suggestions).toHaveLength(3);
    expect(text).toContain('The article does not cover this');
    expect(text.match(/→ \/theta-faq question:/g)).toHaveLength(3);
  });

  it('lists the topics when nothing is asked', async () => {
    const { reply, text } = await createLearner(running.theta, 'lin', 'zh').say('faq');
    expect(reply.data!.suggestions).toHaveLength(15);
    expect(text).toContain('→ /theta-faq question:ethics   (伦理与道德)');
  });

  it('never repeats a learner’s words, so no mention can come from them', async () => {
    const { text } = await createLearner(running.theta, 'eve').say('faq @everyone <@1> **what is the loss**');
    expect(text).not.toMatch(/everyone|<@1>/);
  });

  it('refuses what is too long', async () => {
    const { reply, text } = await createLearner(running.theta, 'eve').say(`faq ${'why '.repeat(750)}`);
    expect(reply).toMatchObject({ audience: 'asker', error: { code: 'too-long' } });
    expect(text).toContain('500');
  });

  it('completes topics by name and by meaning', async () => {
    const learner = createLearner(running.theta, 'ada', 'zh');
    const all = await learner.suggest('faq', 'question', '');
    expect(all).toHaveLength(15);
    expect(await learner.suggest('faq', 'question', '损失函')).toContainEqual({
      label: '损失函数 · loss',
      value: 'loss',
    });
    expect((await learner.suggest('faq', 'question', '我的饭碗还在吗'))[0]?.value).toBe('jobs');
  });
});
