import type { ResultKind, Sort } from '../../types';
import type { ChannelQuery } from '../../types/channels';
import type { Place } from '../verdict/place';
import { type FilterFields, noFilter } from './filter/filter_fields';
import { gapForms, kindTexts } from './kinds';
import type { Tab } from './tab';

/** Which part of the results is shown, besides the tab. */
export interface Look {
  /** The form of the gaps. */
  readonly form: ResultKind;
  /** The filter of each result that has one. */
  readonly filters: ReadonlyMap<ResultKind, FilterFields>;
  /** The order of each result that is sorted. */
  readonly sorts: ReadonlyMap<ResultKind, Sort>;
  /** The columns of each result that are not shown. */
  readonly hidden: ReadonlyMap<ResultKind, readonly string[]>;
  /** The search and the order of the channels. */
  readonly channels: ChannelQuery;
  /** The id of the video in the drawer; '' if it is closed. */
  readonly video: string;
}

/** What is shown of a result. */
export interface Query {
  readonly fields: FilterFields;
  readonly sort: Sort | undefined;
  readonly hidden: readonly string[];
}

/** What another part of the results shows, and whether the user went there. */
export interface LookChange {
  readonly tab?: Tab;
  readonly look?: Partial<Look>;
  /** Whether Back should return from it, unlike from a new order or a letter typed in a filter. */
  readonly navigates: boolean;
}

const noneHidden: readonly string[] = [];

export const firstLook: Look = {
  form: 'gapsRanges',
  filters: new Map(),
  sorts: new Map(),
  hidden: new Map(),
  channels: {},
  video: '',
};

/** Returns the result of a tab; undefined if it shows none. */
export function kindOf(tab: string, form: ResultKind): ResultKind | undefined {
  if (tab === 'gaps') return form;
  return tab in kindTexts ? (tab as ResultKind) : undefined;
}

/** Returns what is shown of a result. */
export function queryOf({ filters, sorts, hidden }: Look, kind: ResultKind): Query {
  return {
    fields: filters.get(kind) ?? noFilter,
    sort: sorts.get(kind),
    hidden: hidden.get(kind) ?? noneHidden,
  };
}

/** Returns the change that shows a result with another filter, order or columns. */
export function queried(look: Look, kind: ResultKind, { fields, sort, hidden }: Query): LookChange {
  const before = queryOf(look, kind).fields;
  const filters = new Map(look.filters).set(kind, fields);
  const sorts = new Map(look.sorts);
  if (sort) sorts.set(kind, sort);
  else sorts.delete(kind);
  const columns = new Map(look.hidden).set(kind, hidden);
  return {
    look: { filters, sorts, hidden: columns },
    navigates: isEmpty(before) !== isEmpty(fields),
  };
}

/** Returns the change that shows the rows behind a conclusion. */
export function placed(
  look: Look,
  { tab, kind, id = '', first = '', last = '', sort }: Place,
): LookChange {
  if (!kind) return { tab, navigates: true };
  const filters = new Map(look.filters).set(kind, { ...noFilter, id, first, last });
  const form = gapForms.includes(kind) ? kind : look.form;
  const sorts = sort && { sorts: new Map(look.sorts).set(kind, sort) };
  return { tab, look: { filters, form, ...sorts }, navigates: true };
}

function isEmpty({ id, first, last }: FilterFields): boolean {
  return id + first + last === '';
}
