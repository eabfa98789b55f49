import { everyone, type Team } from '../pool';
import type { Parts } from '../rpc/calls';
import { handOver } from '../rpc/hand_over';

/**
 * Brings the workers' folds together, each worker in charge of some of the videos. If one of them
 * has no memory for it, all go by way of the disk; tells whether they do.
 */
export async function merge(team: Team): Promise<boolean> {
  const spill = (await everyone(team, (worker) => team.call(worker, 'mustSpill'))).includes(true);
  const split = await everyone(team, (worker) => team.call(worker, 'split', team.size, spill));
  await everyone(team, (worker) => team.call(worker, 'merge', handOver(dealt(split, worker))));
  if (spill) await team.call(0, 'removeSpilled', 'runs');
  return spill;
}

/** Brings the totals into order, so that one worker's rows come before the next one's. */
export async function sort(team: Team, spilled: boolean): Promise<void> {
  const samples = await everyone(team, (worker) => team.call(worker, 'sample'));
  const cuts = await everyone(team, (worker) => {
    return team.call(worker, 'cut', samples, team.size, spilled);
  });
  await everyone(team, (worker) => team.call(worker, 'join', handOver(dealt(cuts, worker))));
  if (spilled) await team.call(0, 'removeSpilled', 'partitions');
}

/** What all workers have for one: of each worker's streams, dealt to all in turn, its own. */
function dealt(from: readonly Parts[], to: number): Parts[] {
  return from.map((parts) => {
    const streams = parts.streams.filter((_, i) => i % from.length === to);
    return { ...parts, streams };
  });
}
