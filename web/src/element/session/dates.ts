import type { RunOptions } from '../../types';
import type { OutageChoice } from '../../ui/results/outages_view';
import type { Fields } from '../../ui/setup/options_form';
import { outageOptions } from './options';

/** Whether two analyses differ in what is derived again without reading the data. */
export function datesDiffer(a: RunOptions, b: RunOptions): boolean {
  const names = ['endDate', 'excludeOutages', 'outageShare'] as const;
  return names.some((name) => a[name] !== b[name]);
}

/** Whether the days of a snapshot differ. A fetched one has the day of its ledger. */
export function runDatesDiffer(next: RunOptions, before: RunOptions): boolean {
  return next.runDate !== before.runDate && typeof before.provider === 'string';
}

/** Returns the options of an analysis with other dates and outages. Its data is not read again. */
export function datedOptions(
  before: RunOptions,
  { endDate, runDate }: Fields,
  outages: OutageChoice,
): RunOptions {
  const { endDate: _, excludeOutages: __, outageShare: ___, ...read } = before;
  return { ...read, runDate, ...(endDate && { endDate }), ...outageOptions(outages) };
}
