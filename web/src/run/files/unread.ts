import { DaytallyError } from '../../errors';
import { broadcast, type Team } from '../../pool';
import type { Dataset, FileSummary } from '../../types';

/**
 * Rejects with a DaytallyError of code `unreadable_values` for the first file with a needed column
 * of whose values none can be read.
 */
export async function refuseUnread(
  team: Team,
  { plan }: Dataset,
  summaries: readonly FileSummary[],
): Promise<void> {
  const shares = await broadcast(team, (worker) => team.call(worker, 'unreadColumns'));
  const unread = shares.flat();
  if (unread.length === 0) return;
  const paths = new Map(summaries.map(({ file, path }) => [file, path]));
  const known = plan.files.map((file) => paths.get(file) ?? '');
  const [first] = await team.call(0, 'unreadFiles', plan, known, unread);
  if (first) throw DaytallyError.from(first);
}
