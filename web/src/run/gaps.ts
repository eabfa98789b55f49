import { everyone, type Team } from '../pool';
import type { Diagnostics, Overview, RunOptions } from '../types';

/**
 * Sets the day up to which data should be complete, the newest in the data when none is given, and
 * leaves outages out if that is wanted.
 */
export async function expect(team: Team, { endDate, outageShare }: RunOptions): Promise<void> {
  const day = endDate ?? (await newestDay(team));
  await everyone(team, (worker) => team.call(worker, 'setEndDate', day));
  if (outageShare === undefined) return;
  const outages = await team.call(0, 'outages', await overview(team), outageShare);
  await everyone(team, (worker) => team.call(worker, 'leaveOut', outages));
}

/** The diagnostics of all workers together. */
export async function diagnose(team: Team, given: string | undefined): Promise<Diagnostics> {
  const shares = await everyone(team, (worker) => team.call(worker, 'diagnostics'));
  const total = await team.call(0, 'totalDiagnostics', shares);
  // The workers are told a day in either case.
  return { ...total, endDateGiven: given !== undefined };
}

/** What pictures of the whole data show, of all workers together. */
export async function overview(team: Team): Promise<Overview> {
  const shares = await everyone(team, (worker) => team.call(worker, 'overview'));
  return await team.call(0, 'totalOverview', shares);
}

async function newestDay(team: Team): Promise<string | undefined> {
  const days = await everyone(team, (worker) => team.call(worker, 'lastDay'));
  return days
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
}
