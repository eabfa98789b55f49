import { latestDay } from '../day';
import { part } from '../options/run';
import { text } from '../options/values';
import { broadcast, type Team } from '../pool';
import type {
  Coverage,
  Dataset,
  DayCounts,
  Diagnostics,
  Overview,
  RunFacts,
  RunOptions,
  VideoDays,
} from '../types';

/**
 * Sets the day up to which data should be complete, by default the newest in the data, and finds
 * outages; excludes them from the gaps if requested.
 */
export async function applyEndDate(team: Team, options: RunOptions): Promise<void> {
  const names = ['endDate', 'outageShare', 'excludeOutages'] as const;
  const { endDate, outageShare, excludeOutages = false } = part(options, ...names);
  const day = endDate ?? (await newestDay(team));
  await broadcast(team, (worker) => team.call(worker, 'setEndDate', day));
  const found = await coverage(team, outageShare);
  if (!found) return;
  const all = { ...found, outagesExcluded: excludeOutages };
  await broadcast(team, (worker) => team.call(worker, 'setCoverage', all));
}

/** Returns the diagnostics of all workers together, with the warnings of the run. */
export async function diagnose(team: Team, facts: RunFacts): Promise<Diagnostics> {
  const shares = await broadcast(team, (worker) => team.call(worker, 'diagnostics'));
  return await team.call(0, 'totalDiagnostics', shares, facts);
}

/** Returns the facts of a run besides its rows. */
export function factsOf({ plan, problems }: Dataset, { endDate, timezone }: RunOptions): RunFacts {
  return {
    ...(timezone !== undefined && { timezone }),
    endDateGiven: endDate !== undefined,
    today: latestDay(),
    skipped: [...problems],
    warnings: plan.warnings ?? [],
  };
}

/** Returns the data of the charts, of all workers together. */
export async function overview(team: Team): Promise<Overview> {
  const shares = await broadcast(team, (worker) => team.call(worker, 'overview'));
  return await team.call(0, 'totalOverview', shares, await dayCounts(team));
}

/** Returns the coverage of all workers together, for the current end date. */
export async function coverage(
  team: Team,
  outageShare: number | undefined,
): Promise<Coverage | undefined> {
  return await team.call(0, 'coverage', await dayCounts(team), outageShare);
}

/** Returns every worker's counts by day; none if dates or created dates were not read. */
async function dayCounts(team: Team): Promise<DayCounts[]> {
  const counts = await broadcast(team, (worker) => team.call(worker, 'dayCounts'));
  return counts.filter((each) => each !== undefined);
}

async function newestDay(team: Team): Promise<string | undefined> {
  const days = await broadcast(team, (worker) => team.call(worker, 'lastDay'));
  return days
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
}

/** Returns the days of a video, for each of its channels in order. */
export async function calendar(team: Team, video: string): Promise<VideoDays[]> {
  const id = text(video, 'video');
  return (await broadcast(team, (worker) => team.call(worker, 'calendar', id))).flat();
}
