import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Call } from '../command/call.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export function callsIn(db: Kysely<Tables>): Pick<Store, 'keepCall' | 'findCall'> {
  return {
    async keepCall(call) {
      const json = canonicalJson(call);
      // 96 bits: nobody finds another call with the same id, and it leaves room in a button.
      const id = createHash('sha256').update(json).digest('hex').slice(0, 24);
      await db
        .insertInto('calls')
        .values({ id, call: json })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      return id;
    },

    async findCall(id) {
      const row = await db.selectFrom('calls').select('call').where('id', '=', id).executeTakeFirst();
      return row && (JSON.parse(row.call) as Call);
    },
  };
}

/** The same text for the same call, in whatever order its options were given. */
function canonicalJson({ command, options }: Call): string {
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ command, options: Object.fromEntries(sorted) });
}
