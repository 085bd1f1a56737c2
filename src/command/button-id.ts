import type { Store } from '../store/store.ts';
import type { Call } from './call.ts';
import { LearnerError } from './learner-error.ts';

/** Discord's limit for a custom_id, the smallest of all platforms. */
const LONGEST_ID = 100;
/** As the store gives them out. Others need no look-up, and not every database could look up just anything. */
const KEPT = /^#([0-9a-f]{24})$/;

/** A call as a button's id: itself as a query string, or a key into the store when that is too long. */
export async function toButtonId(call: Call, store: Store): Promise<string> {
  const options = Object.entries(call.options).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const id = `${call.command}?${new URLSearchParams(options)}`;
  return id.length <= LONGEST_ID ? id : `#${await store.keepCall(call)}`;
}

/** @throws LearnerError for an id that was never ours, or is no longer kept */
export async function fromButtonId(id: string, store: Store): Promise<Call> {
  if (id.startsWith('#')) {
    const [, kept] = KEPT.exec(id) ?? [];
    const call = kept === undefined ? undefined : await store.findCall(kept);
    if (call) return call;
    throw new LearnerError({ code: 'button-gone' });
  }
  const [command = '', query = ''] = id.split('?', 2);
  return { command, options: Object.fromEntries(new URLSearchParams(query)) };
}
