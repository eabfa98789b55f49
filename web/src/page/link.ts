import { isValid } from '../element/properties/properties';
import type { ResultKind, Sort } from '../types';
import type { ChannelOrder, ChannelQuery } from '../types/channels';
import { type FilterFields, hasDays, noFilter } from '../ui/results/filter/filter_fields';
import { columnsOf } from '../ui/results/kinds';
import { kindOf } from '../ui/results/look';

/** What a link opens. Days are `YYYY-MM-DD`; '' is the default. */
export interface Linked {
  readonly tab: string;
  readonly form: ResultKind;
  /** The days of the filter; ids are never in a link. */
  readonly first: string;
  readonly last: string;
  readonly sort: Sort | undefined;
  /** The columns that are not shown. */
  readonly hidden: readonly string[];
  /** The order of the channels. */
  readonly channels: ChannelQuery;
  /** Only in a link that the user copied to a video. */
  readonly video: string;
  readonly endDate: string;
  readonly runDate: string;
  readonly timezone: string;
  readonly outageShare: number | undefined;
  readonly excludeOutages: boolean;
  readonly src: readonly string[];
  /** The version of the table at `src`; the newest if undefined. */
  readonly tableVersion: number | string | undefined;
}

/** The names of the forms of the gaps in links. */
const forms: Readonly<Record<string, ResultKind>> = {
  gap: 'gapsRanges',
  day: 'gapsDates',
  video: 'gapsList',
};

const channelOrders: readonly ChannelOrder[] = [
  'missingDays',
  'missingShare',
  'gaps',
  'videos',
  'views',
  'id',
];

const noLink: Linked = {
  tab: 'overview',
  form: 'gapsRanges',
  first: '',
  last: '',
  sort: undefined,
  hidden: [],
  channels: {},
  video: '',
  endDate: '',
  runDate: '',
  timezone: '',
  outageShare: undefined,
  excludeOutages: false,
  src: [],
  tableVersion: undefined,
};

/** The parameters that a link may have, in order. */
const names = [
  ...['src', 'table-version', 'tab', 'form', 'from', 'to', 'sort', 'hide', 'video'],
  ...['end-date', 'run-date', 'timezone', 'outage-share', 'exclude-outages'],
];

/** Returns what a link opens, and the names of its parameters that are not valid. */
export function readLink(search: string): { linked: Linked; invalid: string[] } {
  const given = new URLSearchParams(search);
  const invalid: string[] = [];
  /** Returns the value of a parameter, or the default if it is absent or not valid. */
  const read = <T>(name: string, absent: T, parse: (text: string) => T | undefined): T => {
    const text = given.get(name);
    if (text === null) return absent;
    const value = parse(text);
    if (value === undefined) invalid.push(name);
    return value ?? absent;
  };
  const as = (property: 'tab' | 'endDate' | 'runDate') => (text: string) =>
    text !== '' && isValid(property, text) ? text : undefined;

  const tab = read('tab', noLink.tab, as('tab'));
  const form = read('form', noLink.form, (text) => (tab === 'gaps' ? forms[text] : undefined));
  const kind = kindOf(tab, form);
  const day = (text: string) => {
    return kind && hasDays(kind) && text !== '' && isValid('endDate', text) ? text : undefined;
  };
  const src = read('src', noLink.src, () => {
    const urls = given.getAll('src').flatMap((each) => each.split(/\s+/).filter(Boolean));
    return urls.length > 0 && isValid('src', urls.join(' ')) ? urls : undefined;
  });
  const linked: Linked = {
    src,
    // Without URLs, it is not known which table this is of.
    tableVersion: read('table-version', noLink.tableVersion, (text) =>
      src.length > 0 && /^\d{1,19}$/.test(text) ? text : undefined,
    ),
    tab,
    form,
    first: read('from', '', day),
    last: read('to', '', day),
    sort:
      tab === 'channels'
        ? undefined
        : read('sort', noLink.sort, (text) => {
            const { name, opposite } = orderOf(text);
            const known = kind && columnsOf[kind].includes(name);
            return known ? { column: name, descending: opposite } : undefined;
          }),
    hidden: read('hide', noLink.hidden, (text) => {
      const names = kind ? columnsOf[kind] : [];
      const hidden = text.split(' ');
      const known = hidden.every((name) => names.includes(name));
      return known && hidden.length < names.length ? hidden : undefined;
    }),
    channels:
      tab !== 'channels'
        ? {}
        : read('sort', noLink.channels, (text) => {
            const { name, opposite } = orderOf(text);
            const order = channelOrders.find((each) => each === name);
            return order && { order, reversed: opposite };
          }),
    video: read('video', '', (text) => text || undefined),
    endDate: read('end-date', '', as('endDate')),
    runDate: read('run-date', '', as('runDate')),
    timezone: read('timezone', '', (text) => (isZone(text) ? text : undefined)),
    outageShare: read('outage-share', noLink.outageShare, (text) => {
      return text !== '' && isValid('outageShare', Number(text)) ? Number(text) : undefined;
    }),
    excludeOutages: read('exclude-outages', false, (text) => (text === '1' ? true : undefined)),
  };
  return { linked, invalid };
}

/** Returns the query of a link; parameters of the page's other parts stay. */
export function writeLink(search: string, linked: Linked): string {
  const query = new URLSearchParams(search);
  for (const name of names) query.delete(name);
  const { form, sort, outageShare } = linked;
  const set = (name: string, value: string | undefined) => {
    if (value) query.set(name, value);
  };
  for (const url of linked.src) query.append('src', url);
  if (linked.src.length > 0) set('table-version', linked.tableVersion?.toString());
  set('tab', linked.tab === noLink.tab ? '' : linked.tab);
  if (linked.tab === 'gaps' && form !== noLink.form) {
    set(
      'form',
      Object.keys(forms).find((name) => forms[name] === form),
    );
  }
  set('from', linked.first);
  set('to', linked.last);
  const { order, reversed = false } = linked.channels;
  if (linked.tab === 'channels') set('sort', order && orderText(order, reversed));
  else set('sort', sort && orderText(sort.column, sort.descending));
  set('hide', linked.hidden.join(' '));
  set('video', linked.video);
  set('end-date', linked.endDate);
  set('run-date', linked.runDate);
  set('timezone', linked.timezone);
  set('outage-share', outageShare === undefined ? '' : String(outageShare));
  set('exclude-outages', linked.excludeOutages ? '1' : '');
  const text = query.toString();
  return text && `?${text}`;
}

/** Returns the column of an order, and whether it is reversed. */
function orderOf(text: string): { name: string; opposite: boolean } {
  return { name: text.replace(/^-/, ''), opposite: text.startsWith('-') };
}

function orderText(name: string, opposite: boolean): string {
  return `${opposite ? '-' : ''}${name}`;
}

/** Returns the fields of the filter that a link opens. */
export function fieldsOf({ first, last }: Linked): FilterFields {
  return { ...noFilter, first, last };
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text !== '';
  } catch {
    return false;
  }
}
