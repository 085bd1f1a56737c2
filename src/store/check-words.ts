import type { Trouble } from '../checkup/finding.ts';
import type { Localized } from '../locales/locale.ts';

interface CheckWords {
  readonly none: string;
  readonly empty: (kind: string) => string;
  readonly upToDate: (kind: string, migration: string) => string;
  readonly older: (kind: string, steps: number) => Trouble;
  readonly whole: string;
  readonly damaged: (damage: string) => Trouble;
  readonly writable: string;
  readonly slow: Trouble;
  /** `reason` is English, as at a start, and says what to check. */
  readonly unusable: (reason: string) => Trouble;
}

/** What a check-up of the database says. */
export const checkWords: Localized<CheckWords> = {
  en: {
    none: 'There is no database yet: the first start makes it.',
    empty: (kind) => `The ${kind} database is empty: the first start makes its tables.`,
    upToDate: (kind, migration) => `The ${kind} database is of this version (${migration}).`,
    older: (kind, steps) => ({
      says: `The ${kind} database is of an older version, ${steps} migration${steps === 1 ? '' : 's'} behind.`,
      mend: 'Back it up (npm run backup -- FILE), then start Theta: it brings the tables up to date.',
    }),
    whole: 'SQLite finds no damage in the file.',
    damaged: (damage) => ({
      says: `The database file is damaged: ${damage}.`,
      mend: 'Stop Theta, move theta.db, theta.db-wal and theta.db-shm away, and restore a backup (npm run restore -- FILE).',
    }),
    writable: 'A test row could be written, and was taken back.',
    slow: {
      says: 'The database does not answer within 5 seconds.',
      mend: 'See whether its server is overloaded, or another process holds a lock.',
    },
    unusable: (reason) => ({ says: 'The database can’t be used.', mend: reason }),
  },
  zh: {
    none: '还没有数据库：第一次启动时会自动建立。',
    empty: (kind) => `${kind} 数据库是空的：第一次启动时会自动建表。`,
    upToDate: (kind, migration) => `${kind} 数据库与这个版本一致（${migration}）。`,
    older: (kind, steps) => ({
      says: `${kind} 数据库是旧版本的，还差 ${steps} 步迁移。`,
      mend: '请先备份（npm run backup -- 文件），再启动 Theta，它会自动升级数据表。',
    }),
    whole: 'SQLite 检查过，文件没有损坏。',
    damaged: (damage) => ({
      says: `数据库文件损坏了：${damage}。`,
      mend: '请停止 Theta，把 theta.db、theta.db-wal、theta.db-shm 移走，再恢复备份（npm run restore -- 文件）。',
    }),
    writable: '试写了一行，并已撤销。',
    slow: {
      says: '数据库 5 秒内没有回应。',
      mend: '请看看数据库服务器是不是太忙，或有别的进程占着锁。',
    },
    unusable: (reason) => ({ says: '数据库用不了。', mend: reason }),
  },
};
