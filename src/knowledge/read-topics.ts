import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Localized } from '../locales/locale.ts';
import { parseMarkdown } from '../reply/text.ts';
import type { Topic } from './knowledge.ts';

const FILE = /^---\n(?<front>.+?)\n---\n(?<body>.*\S.*)$/s;
const SECTION = /^§[1-8](, §[1-8])*$/;

/**
 * The topics of one language: `<folder>/<id>.md`, each with `title`, `section` and `related` in front.
 * @throws Error naming the file and its fault
 */
export function readTopics(folder: string): readonly Topic[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
  const topics = files.map((name) => {
    try {
      return readTopic(name.replace(/\.md$/, ''), readFileSync(join(folder, name), 'utf8'));
    } catch (error) {
      throw new Error(`${join(folder, name)}: ${(error as Error).message}`);
    }
  });
  // As the article goes on: by the last section that a topic draws on.
  topics.sort((a, b) => a.section.at(-1)!.localeCompare(b.section.at(-1)!) || (a.id < b.id ? -1 : 1));
  const ids = new Set(topics.map(({ id }) => id));
  for (const { id, related } of topics) {
    const strays = related.filter((other) => other === id || !ids.has(other));
    if (strays.length > 0) throw new Error(`${join(folder, id)}.md: related to ${strays.join(', ')}`);
  }
  return topics;
}

function readTopic(id: string, source: string): Topic {
  const { front, body } = FILE.exec(source.replaceAll('\r\n', '\n'))?.groups ?? {};
  if (front === undefined || body === undefined)
    throw new Error('no front matter between --- and ---, or no text');
  const { title, section, related } = parse(front) as Record<string, unknown>;
  if (typeof title !== 'string' || title === '') throw new Error('no title');
  if (typeof section !== 'string' || !SECTION.test(section))
    throw new Error('section is not like “§3” or “§2, §3”');
  if (!Array.isArray(related) || related.length !== 2) throw new Error('related are not two ids');
  return { id, title, section, related: related as [string, string], answer: parseMarkdown(body.trim()) };
}

/** @throws Error where the languages differ in topics, sections or relations */
export function checkTranslations({ en, zh }: Localized<readonly Topic[]>): void {
  const outline = ({ id, section, related }: Topic) => `${id} ${section} → ${related.join(', ')}`;
  const differences = [
    ...en.map(outline).filter((line) => !zh.map(outline).includes(line)),
    ...zh.map(outline).filter((line) => !en.map(outline).includes(line)),
  ];
  if (differences.length > 0)
    throw new Error(`English and Chinese topics differ:\n${differences.join('\n')}`);
}
