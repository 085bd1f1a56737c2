import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readExamples } from '../../src/knowledge/read-examples.ts';
import { checkTranslations, readTopics } from '../../src/knowledge/read-topics.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'theta-topics-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(
  id: string,
  { title = id, section = '§1', related = '[a, b]', text = 'So it is.' } = {},
): void {
  const front = `title: ${title}\nsection: ${section}\nrelated: ${related}`;
  writeFileSync(join(folder, `${id}.md`), `---\n${front}\n---\n${text}\n`);
}
function writeThree(): void {
  write('a', { related: '[b, c]', section: '§2, §8' });
  write('b', { related: '[a, c]', section: '§3' });
  write('c');
}

describe('reading topics', () => {
  it('gives them in the order of the article', () => {
    writeThree();
    expect(readTopics(folder).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  it.each([
    [{ title: '""' }, /c\.md: no title/],
    [{ section: '§9' }, /c\.md: section/],
    [{ section: '3' }, /c\.md: section/],
    [{ related: '[a]' }, /c\.md: related are not two ids/],
    [{ related: '[a, c]' }, /c\.md: related to c/],
    [{ related: '[a, z]' }, /c\.md: related to z/],
    [{ text: '' }, /c\.md: no front matter/],
  ])('refuses %j, naming the file', (fault, message) => {
    writeThree();
    write('c', fault);
    expect(() => readTopics(folder)).toThrow(message);
  });

  it('refuses languages that differ', () => {
    writeThree();
    const en = readTopics(folder);
    write('c', { section: '§4' });
    expect(() => checkTranslations({ en, zh: readTopics(folder) })).toThrow(/c §1 → a, b\nc §4 → a, b/);
    expect(() => checkTranslations({ en, zh: en.slice(1) })).toThrow('differ');
  });
});

describe('reading example questions', () => {
  it('takes one a line, and every label once', () => {
    const path = join(folder, 'questions.yaml');
    writeFileSync(path, 'a: |\n  why\n  how: so\nb: |\n  # who\n');
    expect(readExamples(path, ['a', 'b'])).toEqual([
      { label: 'a', question: 'why' },
      { label: 'a', question: 'how: so' },
      { label: 'b', question: '# who' },
    ]);
    expect(() => readExamples(path, ['a', 'c'])).toThrow('missing or unknown: c, b');
  });
});
