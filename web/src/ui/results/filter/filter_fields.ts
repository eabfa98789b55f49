import { dayNumber } from '../../../day';
import type { Filter, ResultKind } from '../../../types';
import { videoIdOf } from '../../video/video_id';

/** The input; '' if empty. Days are `YYYY-MM-DD`, both inclusive. */
export interface FilterFields {
  readonly id: string;
  readonly first: string;
  readonly last: string;
}

export const noFilter: FilterFields = { id: '', first: '', last: '' };

/** The meaning of the days in a result's filter. */
export const dayLabels: Partial<Record<ResultKind, string>> = {
  monthly: 'Months',
  gapsRanges: 'Gaps overlapping',
  gapsDates: 'Missing days in',
  gapsList: 'Missing days in',
  snapshot: 'Uploaded',
  combined: 'Dates',
};

/** Whether days can filter a result. */
export function hasDays(kind: ResultKind): boolean {
  return kind in dayLabels;
}

/** Returns the filter of the fields, without days if the result has none. */
export function filterOf(kind: ResultKind, { id, first, last }: FilterFields): Filter {
  const from = hasDays(kind) ? dayNumber(first) : undefined;
  const to = hasDays(kind) ? dayNumber(last) : undefined;
  return {
    ...idsOf(id),
    ...(from !== undefined && { first: from }),
    ...(to !== undefined && { last: to }),
  };
}

/** Returns what a text searches for: a part of an id, an id in a URL of YouTube, or several ids. */
function idsOf(text: string): Pick<Filter, 'id' | 'ids'> {
  const words = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(videoIdOf);
  const [word] = words;
  if (word === undefined) return {};
  return words.length === 1 ? { id: word } : { ids: words };
}
