import { disarm } from '../reply/disarm.ts';

/** A command with options: what a button does, and what an error suggests to type. */
export interface Call {
  readonly command: string;
  readonly options: Readonly<Record<string, string | number>>;
}

/** `{train, {epochs: 5}}` → `/train epochs:5`, as a learner would type it, to be shown. */
export function formatCall(call: Call, prefix = ''): string {
  const options = Object.entries(call.options).map(([name, value]) => ` ${name}:${disarm(String(value))}`);
  return `/${prefix}${call.command}${options.join('')}`;
}
