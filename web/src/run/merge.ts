import type { Team } from '../pool';
import { handOver } from '../rpc/hand_over';
import { everyone } from './lanes';

/** Brings the workers' folds together, each worker in charge of some of the videos. */
export async function merge(team: Team): Promise<void> {
  const split = await everyone(team, (worker) => team.call(worker, 'split', team.size));
  const shares = dealt(split);
  await everyone(team, (worker) => team.call(worker, 'merge', handOver(shares[worker] ?? [])));
}

/** Brings the totals into order, so that one worker's rows come before the next one's. */
export async function sort(team: Team): Promise<void> {
  const samples = await everyone(team, (worker) => team.call(worker, 'sample'));
  const cuts = await everyone(team, (worker) => team.call(worker, 'cut', samples, team.size));
  const shares = dealt(cuts);
  await everyone(team, (worker) => team.call(worker, 'join', handOver(shares[worker] ?? [])));
}

/** From each worker's parts for everybody to everybody's parts for each worker. */
function dealt(parts: readonly (readonly Uint8Array[])[]): Uint8Array[][] {
  return parts.map((_, to) =>
    parts.map((from) => {
      const part = from[to];
      if (!part) throw new Error(`no part for worker ${to}`);
      return part;
    }),
  );
}
