import type { Installation, InstallationStore } from '@slack/oauth';
import type { Logger } from 'pino';
import { type Seal, SealBroken } from './seal.ts';
import { NotInstalled } from './slack-error.ts';

/** Where installations are kept, one a workspace. What is kept opens the workspace, so it is sealed before. */
export interface InstallationTable {
  /** Takes the place of an earlier one. */
  saveInstallation(team: string, sealed: string): Promise<void>;
  findInstallation(team: string): Promise<string | undefined>;
  deleteInstallation(team: string): Promise<void>;
}

/** For all workspaces of an organisation at once, which Theta does not offer: each has its own token and learners. */
export class OrgWideInstall extends Error {
  override readonly name = 'OrgWideInstall';
}

/** Slack's installations as its OAuth library wants them kept. */
export interface Installations extends InstallationStore {
  /**
   * Deletes what was installed until then: the news of a removal may come late, when the app is back.
   * @param at epoch ms
   */
  forget(team: string, at: number): Promise<void>;
}

interface Kept {
  /** Epoch ms: when Slack gave the token, by an installation or in exchange for an older one. */
  readonly grantedAt: number;
  readonly installation: Installation;
}

/** What was sealed with an older key is sealed again with the newest when it is next used. */
export function createInstallations(table: InstallationTable, seal: Seal, log: Logger): Installations {
  const save = (team: string, kept: Kept) =>
    table.saveInstallation(team, seal.seal(JSON.stringify(kept), team));

  async function find(team: string): Promise<Kept | undefined> {
    const sealed = await table.findInstallation(team);
    if (sealed === undefined) return undefined;
    const { words, byOldKey } = seal.open(sealed, team);
    const kept: Kept = JSON.parse(words);
    if (byOldKey)
      await save(team, kept).catch((error) => log.warn({ reason: String(error), team }, 'not sealed again'));
    return kept;
  }

  return {
    async storeInstallation(installation: Installation) {
      const team = installation.team?.id;
      if (installation.isEnterpriseInstall || team === undefined)
        throw new OrgWideInstall('installed for an organisation, not for a workspace');
      await save(team, { grantedAt: Date.now(), installation });
    },
    async fetchInstallation({ teamId }) {
      const kept = teamId === undefined ? undefined : await find(teamId);
      if (!kept) throw new NotInstalled(`Theta is not installed in ${teamId}`);
      return kept.installation;
    },
    async forget(team, at) {
      // What can't be opened is of no use either.
      const grantedAt = await find(team).then(
        (kept) => kept?.grantedAt,
        (error) => {
          if (error instanceof SealBroken) return 0;
          throw error;
        },
      );
      if (grantedAt === undefined || grantedAt > at) return;
      await table.deleteInstallation(team);
      log.info({ team }, 'removed from a workspace');
    },
  };
}
