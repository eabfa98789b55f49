import { part } from '../../options/run';
import { broadcast, type Team } from '../../pool';
import { handOver } from '../../rpc/hand_over';
import type { SnapshotStep } from '../../rpc/snapshot';
import type { RunOptions } from '../../types';
import { providerOf } from './provider';

/** Ids taken from a worker at once. */
const idsAtOnce = 65_536;

/**
 * Has the simulator answer every video once, and sends the answers to the workers. Discards earlier
 * answers, and does only that if another provider is chosen.
 */
export async function snapshot(
  team: Team,
  options: RunOptions,
  signal: AbortSignal,
): Promise<void> {
  const { runDate = options.runDate, batchSize } = part(options, 'runDate', 'batchSize');
  await broadcast(team, (worker) => team.call(worker, 'clearAnswers'));
  await team.call(0, 'snapshotBegin', team.size, batchSize);
  if (providerOf(options) !== 'simulator') return;
  const offsets = Array.from({ length: team.size }, () => 0);
  for (let step: SnapshotStep | undefined; !step?.done; ) {
    signal.throwIfAborted();
    const needs = await team.call(0, 'snapshotNeeds');
    for (const stream of needs) {
      const start = offsets[stream] ?? 0;
      const ids = await team.call(stream, 'videoIds', start, idsAtOnce);
      offsets[stream] = start + idsAtOnce;
      await team.call(0, 'snapshotPush', stream, handOver(ids));
    }
    step = await team.call(0, 'snapshotAdvance');
    for (let stream = 0; stream < team.size; stream += 1) {
      const answers = await team.call(0, 'snapshotTake', stream);
      await team.call(stream, 'answer', handOver(answers), runDate);
    }
  }
}
