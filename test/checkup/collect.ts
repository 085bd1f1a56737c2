import type { Checkup, Finding } from '../../src/checkup/finding.ts';

/** A check-up's findings, each as `✔ …` in one line. */
export async function collect(checkup: Checkup): Promise<string[]> {
  const lines: string[] = [];
  for await (const finding of checkup) lines.push(lineOf(finding));
  return lines;
}

function lineOf({ state, says, mend }: Finding): string {
  return `${{ well: '✔', doubtful: '⚠', broken: '✘' }[state]} ${says}${mend === undefined ? '' : ` ${mend}`}`;
}

/** What is not well. */
export async function troubles(checkup: Checkup): Promise<string[]> {
  return (await collect(checkup)).filter((line) => !line.startsWith('✔'));
}
