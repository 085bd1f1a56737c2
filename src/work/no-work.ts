import type { Work } from './work.ts';

/** For a process that only receives: what trains and draws is answered by others. */
export const noWork: Work = {
  train: refuse,
  draw: refuse,
  ping: refuse,
  backend: 'none',
  waiting: 0,
  close: async () => {},
};

async function refuse(): Promise<never> {
  throw new Error('this process has no workers: THETA_ROLE=chat');
}
