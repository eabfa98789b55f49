import type { Format, ResultKind } from '../../types';

/** The title of a result, and what its rows are. */
export interface KindText {
  readonly title: string;
  readonly note: string;
}

export const kindTexts: Record<ResultKind, KindText> = {
  monthly: {
    title: 'Monthly',
    note: 'Views of each channel, video and month, summed over all rows.',
  },
  gapsRanges: {
    title: 'Ranges',
    note: 'A row for each run of days without data, first and last day inclusive.',
  },
  gapsDates: { title: 'Dates', note: 'A row for each day without data.' },
  gapsList: {
    title: 'List',
    note: 'A row for each video listing (channel, video, upload date), with all its days without data.',
  },
  snapshot: {
    title: 'Snapshot',
    note: 'The count of every video on one day.',
  },
  unanswered: { title: 'Unanswered', note: 'Videos that the provider gave no count for, and why.' },
  combined: {
    title: 'Combined',
    note: 'Every row of the input in its order, then the snapshot.',
  },
};

export const gapForms: readonly ResultKind[] = ['gapsRanges', 'gapsDates', 'gapsList'];

export const formatTexts: Record<Format, string> = {
  parquet: 'Parquet',
  csv: 'CSV',
  'spreadsheet.csv': 'CSV for spreadsheets',
  arrow: 'Arrow file',
  arrows: 'Arrow stream',
};

/** Additional notes on formats. */
export const formatTitles: Partial<Record<Format, string>> = {
  'spreadsheet.csv':
    'The text is changed: an apostrophe stands before what a spreadsheet would take for a formula, ' +
    'as an id that begins with -.',
};
