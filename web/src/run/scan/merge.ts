import { broadcast, type Team } from '../../pool';
import type { Parts } from '../../rpc/calls';
import { handOver } from '../../rpc/hand_over';

/**
 * Merges the workers' folds, so that each worker has some of the videos. If one of them has too
 * little memory, all use the disk. Returns whether they do.
 */
export async function merge(team: Team): Promise<boolean> {
  const spill = (await broadcast(team, (worker) => team.call(worker, 'mustSpill'))).includes(true);
  const split = await broadcast(team, (worker) => {
    return team.call(worker, 'split', team.size, worker, spill);
  });
  await broadcast(team, (worker) => team.call(worker, 'merge', handOver(dealt(split, worker))));
  if (spill) await team.call(0, 'removeSpilled', 'runs');
  return spill;
}

/** Sorts the totals, so that one worker's rows come before the next one's. */
export async function sort(team: Team, spilled: boolean): Promise<void> {
  const samples = await broadcast(team, (worker) => team.call(worker, 'sample'));
  const cuts = await broadcast(team, (worker) => {
    return team.call(worker, 'cut', samples, team.size, worker, spilled);
  });
  await broadcast(team, (worker) => team.call(worker, 'join', handOver(dealt(cuts, worker))));
  if (spilled) await team.call(0, 'removeSpilled', 'partitions');
}

/**
 * Returns the streams of all workers for one worker: each worker's streams are distributed to all
 * in turn.
 */
function dealt(from: readonly Parts[], to: number): Parts[] {
  return from.map((parts) => {
    const streams = parts.streams.filter((_, i) => i % from.length === to);
    return { ...parts, streams };
  });
}
