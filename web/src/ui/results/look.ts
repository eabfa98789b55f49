import type { ResultKind, Sort } from '../../types';
import type { ChannelQuery } from '../../types/channels';
import type { Place } from '../verdict/place';
import { type FilterFields, noFilter } from './filter/filter_fields';
import { gapForms, kindTexts } from './kinds';
import type { Tab } from './tab';

/** What of the results is shown, besides the tab. */
export interface Look {
  /** The form of the gaps. */
  readonly form: ResultKind;
  /** The filter of each result that has one. */
  readonly filters: ReadonlyMap<ResultKind, FilterFields>;
  /** The order of each result that is sorted. */
  readonly sorts: ReadonlyMap<ResultKind, Sort>;
  /** The search and the order of the channels. */
  readonly channels: ChannelQuery;
  /** The id of the video in the drawer; '' if it is closed. */
  readonly video: string;
}

/** What another part of the results shows, and whether the user went there. */
export interface LookChange {
  readonly tab?: Tab;
  readonly look?: Partial<Look>;
  /** Whether Back should return from it, unlike from another order or letter of a filter. */
  readonly navigates: boolean;
}

export const firstLook: Look = {
  form: 'gapsRanges',
  filters: new Map(),
  sorts: new Map(),
  channels: {},
  video: '',
};

/** Returns the result of a tab; undefined if it shows none. */
export function kindOf(tab: string, form: ResultKind): ResultKind | undefined {
  if (tab === 'gaps') return form;
  return tab in kindTexts ? (tab as ResultKind) : undefined;
}

/** Returns the change that shows a result with another filter and order. */
export function queried(
  look: Look,
  kind: ResultKind,
  fields: FilterFields,
  sort: Sort | undefined,
): LookChange {
  const before = look.filters.get(kind) ?? noFilter;
  const filters = new Map(look.filters).set(kind, fields);
  const sorts = new Map(look.sorts);
  if (sort) sorts.set(kind, sort);
  else sorts.delete(kind);
  return { look: { filters, sorts }, navigates: isEmpty(before) !== isEmpty(fields) };
}

/** Returns the change that shows the rows behind a conclusion. */
export function placed(
  look: Look,
  { tab, kind, id = '', first = '', last = '' }: Place,
): LookChange {
  if (!kind) return { tab, navigates: true };
  const filters = new Map(look.filters).set(kind, { ...noFilter, id, first, last });
  const form = gapForms.includes(kind) ? kind : look.form;
  return { tab, look: { filters, form }, navigates: true };
}

function isEmpty({ id, first, last }: FilterFields): boolean {
  return id + first + last === '';
}
