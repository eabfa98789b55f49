import { dayText } from '../../day';
import type { Filter, Outcome, ResultKind } from '../../types';
import { isSimulated } from '../../types/count_source';
import type { Shown } from '../session/shown';

const stems: Record<ResultKind, string> = {
  monthly: 'monthly',
  gapsRanges: 'gaps',
  gapsDates: 'gaps-by-day',
  gapsList: 'gaps-by-video',
  snapshot: 'snapshot',
  unanswered: 'no-count',
  combined: 'combined',
};

/** The maximum number of characters of a dataset's name in a file's name. */
const longest = 60;

/** Returns the file name of rows of a result: the dataset, the result, and the days of the rows. */
export function resultName(
  { dataset, outcome }: Pick<Shown, 'dataset' | 'outcome'>,
  kind: ResultKind,
  filter: Filter,
  extension: string,
): string {
  // A CSV has no other place for this.
  const made = isSimulated(kind, outcome.options) ? '-simulated' : '';
  const some = filter.id || filter.ids?.length ? '-filtered' : '';
  const days = daysOf(outcome, kind, filter).map((day) => `_${day}`);
  return fileName(dataset.name, `${stems[kind]}${made}${some}${days.join('')}.${extension}`);
}

/** Returns the name of a file about a dataset. */
export function fileName(dataset: string, rest: string): string {
  return `${plain(dataset)}_${rest}`;
}

/** Returns the first and the last day of the rows, if they are known. */
function daysOf({ options, diagnostics }: Outcome, kind: ResultKind, filter: Filter): string[] {
  if (kind === 'snapshot' || kind === 'unanswered') return [options.runDate];
  const { firstDay, lastDay, endDate } = diagnostics;
  const first = filter.first === undefined ? firstDay : dayText(filter.first);
  const newest = kind.startsWith('gaps') ? endDate : lastDay;
  const last = filter.last === undefined ? newest : dayText(filter.last);
  return first && last ? [first, last] : [];
}

/** Returns a name without its extension, and without signs that disks or shells may refuse. */
function plain(name: string): string {
  const stem = name.replace(/\.(parquet|parq|pq)$/i, '');
  const safe = stem.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_').replace(/^[._-]+|[._-]+$/gu, '');
  return [...safe].slice(0, longest).join('') || 'data';
}
