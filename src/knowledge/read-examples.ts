import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Example {
  readonly label: string;
  readonly question: string;
}

/**
 * Example questions from a YAML file: under each label, one question a line.
 * @throws Error when a label lacks questions, or is not among `labels`
 */
export function readExamples(path: string, labels: readonly string[]): readonly Example[] {
  const sections = parse(readFileSync(path, 'utf8')) as Record<string, string>;
  const wrong = [
    ...labels.filter((label) => !sections[label]),
    ...Object.keys(sections).filter((label) => !labels.includes(label)),
  ];
  if (wrong.length > 0) throw new Error(`${path}: missing or unknown: ${wrong.join(', ')}`);
  return Object.entries(sections).flatMap(([label, questions]) =>
    questions
      .split('\n')
      .filter((question) => question !== '')
      .map((question) => ({ label, question })),
  );
}
