import type { Team } from '../pool';

/** Tasks of one worker in flight: one that is folded, and one whose bytes are read. */
export const foldDepth = 2;
/** Footers that one worker reads at once: they are small, and most of the time is latency. */
export const footerDepth = 8;

/**
 * Distributes items to free workers, in order, at most `depth` to each at a time. Rejects with the
 * first failure.
 */
export async function distribute<Item>(
  team: Team,
  items: readonly Item[],
  depth: number,
  signal: AbortSignal,
  work: (worker: number, item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async (worker: number): Promise<void> => {
    for (const item of queue) {
      signal.throwIfAborted();
      await work(worker, item);
    }
  };
  const lanes = Math.min(team.size * depth, items.length);
  await Promise.all(Array.from({ length: lanes }, (_, i) => lane(i % team.size)));
}
