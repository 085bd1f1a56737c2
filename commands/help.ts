import { defineCommand } from '../src/command/define-command.ts';
import { describeOption } from '../src/command/describe-option.ts';
import { option } from '../src/command/option.ts';
import { findCommand } from '../src/command/parse-text.ts';
import { words } from '../src/locales/words.ts';
import { joinText, type Text, text } from '../src/reply/text.ts';

export default defineCommand({
  name: 'help',
  description: {
    en: 'What Theta can do, or how one command works',
    zh: '看看 Theta 会做什么，或某个命令怎么用',
  },
  options: {
    command: option.text({
      description: { en: 'The command to explain', zh: '要了解的命令' },
      maxLength: 40,
      oneWord: true,
      suggest: ({ typed, locale }, { commands }) =>
        commands
          .filter(({ name }) => name.includes(typed.trim().replace(/^\//, '').toLowerCase()))
          .map(({ name, description }) => ({
            label: `${name}: ${description[locale]}`.slice(0, 100),
            value: name,
          })),
    }),
  },
  examples: { en: ['help', 'help train'], zh: ['help', 'help train'] },
  async run({ command: asked }, { locale, services: { commands, prefix } }) {
    const w = words[locale].help;
    const typed = (line: string) => `/${prefix}${line}`;
    const reply = (lines: readonly Text[], calls: readonly string[]) => ({
      audience: 'asker' as const,
      blocks: [
        { kind: 'text' as const, text: joinText(lines) },
        {
          kind: 'buttons' as const,
          buttons: calls.map((line) => {
            const [name = '', topic] = line.split(' ');
            const call = { command: name, options: topic === undefined ? {} : { command: topic } };
            return { label: typed(line), call };
          }),
        },
      ],
    });
    if (asked === undefined) {
      // The command with the most options is the one to begin with.
      const ordered = [...commands].sort(
        (a, b) => Object.keys(b.options).length - Object.keys(a.options).length,
      );
      const lines = ordered.map((c) => text`• \`${typed(c.name)}\` ${c.description[locale]}`);
      return reply([w.intro, ...lines, w.more(typed('help train'))], ['train', 'faq', 'help train']);
    }
    const command = findCommand(asked.replace(/^\//, ''), commands, prefix);
    const options = Object.entries(command.options).map(
      ([name, o]) => text`• \`${name}\` ${o.description[locale]}${w.inBrackets(describeOption(o, locale))}`,
    );
    const examples = command.examples[locale].map((line) => text`• \`${typed(line)}\``);
    return reply(
      [
        text`\`${typed(command.name)}\` ${command.description[locale]}`,
        options.length > 0 ? w.optionsTitle : w.noOptions,
        ...options,
        w.examplesTitle,
        ...examples,
      ],
      command.name === 'help' ? [] : ['help'],
    );
  },
});
