import type { Kysely } from 'kysely';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export function installationsIn(
  db: Kysely<Tables>,
  clock: () => number,
): Pick<Store, 'saveInstallation' | 'findInstallation' | 'deleteInstallation'> {
  return {
    async saveInstallation(team, sealed) {
      const content = { installation: sealed, updated_at: clock() };
      await db
        .insertInto('installations')
        .values({ team, ...content })
        .onConflict((conflict) => conflict.column('team').doUpdateSet(content))
        .execute();
    },

    async findInstallation(team) {
      const row = await db
        .selectFrom('installations')
        .select('installation')
        .where('team', '=', team)
        .executeTakeFirst();
      return row?.installation;
    },

    async deleteInstallation(team) {
      await db.deleteFrom('installations').where('team', '=', team).execute();
    },
  };
}
