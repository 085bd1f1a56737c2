import { defineCommand } from '../src/command/define-command.ts';
import { option } from '../src/command/option.ts';
import type { Topic } from '../src/knowledge/knowledge.ts';
import { type Text, text } from '../src/reply/text.ts';

const say = {
  en: {
    article: 'article',
    topics: text`**What the article covers.** Choose a topic, or ask in your own words: \`/faq will a robot take my job?\``,
    notCovered: text`**The article does not cover this**, so I would rather not guess. What it does cover, nearest first:`,
  },
  zh: {
    article: '文章',
    topics: text`**文章讲了这些内容。**选一个主题，或者用自己的话问：\`/faq 机器人会抢走我的工作吗？\``,
    notCovered: text`**文章没有讲到这个问题**，我就不乱猜了。文章里和它最接近的主题是：`,
  },
};

export default defineCommand({
  name: 'faq',
  description: {
    en: 'Ask about the article: large models, gradient descent, jobs',
    zh: '问问文章里的内容：大模型、梯度下降、就业',
  },
  options: {
    question: option.text({
      description: {
        en: 'A topic, or a question in your own words',
        zh: '一个主题，或者用自己的话提一个问题',
      },
      maxLength: 500,
      suggest: ({ typed, locale }, { knowledge }) =>
        knowledge.complete(typed, locale).map(({ id, title }) => ({ label: `${title} · ${id}`, value: id })),
    }),
  },
  examples: {
    en: ['faq', 'faq jobs', 'faq will a robot take my job?'],
    zh: ['faq', 'faq jobs', 'faq 机器人会抢走我的工作吗？'],
  },
  async run({ question }, { locale, services: { knowledge, prefix } }) {
    if (question === undefined) {
      return {
        audience: 'asker',
        ...offer(inCommands(say[locale].topics, prefix), knowledge.topics[locale]),
      };
    }
    const { topic, nearest } = knowledge.find(question, locale);
    // A question beyond the article is no mistake, but a channel need not read that it has no answer.
    if (topic === null) return { audience: 'asker', ...offer(say[locale].notCovered, nearest.slice(0, 3)) };
    const related = topic.related.map((id) => knowledge.topics[locale].find((other) => other.id === id)!);
    const answer = inCommands(topic.answer, prefix);
    return {
      audience: 'everyone',
      ...offer(
        text`**${topic.title}** · ${say[locale].article} ${topic.section}\n\n${answer}`,
        related,
        topic,
      ),
    };
  },
});

/** Words with topics to go on with. */
function offer(words: Text, topics: readonly Topic[], answered: Topic | null = null) {
  return {
    blocks: [
      { kind: 'text' as const, text: words },
      {
        kind: 'buttons' as const,
        buttons: topics.map(({ id, title }) => ({
          label: title,
          call: { command: 'faq', options: { question: id } },
        })),
      },
    ],
    data: {
      topic: answered?.id ?? null,
      section: answered?.section ?? null,
      suggestions: topics.map(({ id }) => id),
    },
  };
}

/** Our words write commands as `/train`; here they may have a prefix. */
function inCommands(words: Text, prefix: string): Text {
  return words.map((span) =>
    span.style === 'code' ? { ...span, text: span.text.replace(/^\//, `/${prefix}`) } : span,
  );
}
