import type { Diagnostics, Outcome, Role, Warning, WarningCode } from '../../types';
import { counted } from '../text/amount';
import type { Place } from './place';

/** What can be done about an issue from here. */
export type Fix = 'zone' | 'endDate' | 'columns' | 'files' | 'copies';

/** Something that makes results wrong or incomplete, or may. */
export interface Issue {
  /** Stable among the issues of an outcome. */
  readonly id: string;
  /** Whether results are wrong, may be wrong, or rows are only unusual. */
  readonly harm: 'wrong' | 'doubt' | 'note';
  /** At most two sentences. */
  readonly headline: string;
  /** What else there is to know; '' if nothing. */
  readonly details: string;
  /** The files that the message does not name. */
  readonly files: readonly string[];
  readonly place?: Place;
  readonly fix?: Fix;
}

/** How harmful a warning is, and what can be done about it; others are doubts. */
const known: Partial<Record<WarningCode, Partial<Pick<Issue, 'harm' | 'place' | 'fix'>>>> = {
  lifetime_counts: { harm: 'wrong', place: { tab: 'monthly', kind: 'monthly' } },
  suspected_copies: { harm: 'wrong', fix: 'copies' },
  skipped_files: { harm: 'wrong', fix: 'files' },
  unreadable_values: { harm: 'wrong', fix: 'columns', place: { tab: 'diagnostics' } },
  no_dates: { harm: 'wrong', fix: 'columns' },
  midnights_elsewhere: { harm: 'wrong', fix: 'zone' },
  day_before_upload: { fix: 'zone' },
  end_date_after_data: { fix: 'endDate' },
  no_video_expected: { fix: 'endDate' },
  newest_date_apart: { fix: 'endDate' },
  early_upload_days: { harm: 'note' },
};

/** Returns the issues of a run, the most harmful first. */
export function issuesOf({ diagnostics }: Outcome): Issue[] {
  const issues = [...diagnostics.warnings.map(ofWarning), ...ofRows(diagnostics)];
  const order = ['wrong', 'doubt', 'note'];
  return issues.sort((a, b) => order.indexOf(a.harm) - order.indexOf(b.harm));
}

function ofWarning({ code, message, files = [] }: Warning, at: number): Issue {
  const [headline = message, ...rest] = message.split(/(?<=[.:]) (?=\S)/);
  const details = rest.join(' ');
  const others = files.filter((file) => !message.includes(file));
  return { id: `${code}-${at}`, harm: 'doubt', headline, details, files: others, ...known[code] };
}

function ofRows(found: Diagnostics): Issue[] {
  const issues: Issue[] = [];
  if (found.rows === 0) {
    const headline = 'The data has no rows.';
    issues.push({ id: 'empty', harm: 'wrong', headline, details: '', files: [] });
  }
  const add = (
    id: string,
    harm: Issue['harm'],
    rows: number,
    text: (rows: string) => string,
    details: string,
    noun = 'row',
  ) => {
    if (rows === 0) return;
    const place: Place = { tab: 'diagnostics' };
    issues.push({ id, harm, headline: text(counted(rows, noun)), details, files: [], place });
  };
  // A null that replaces an unreadable value has a warning, or its own line below.
  const unreadable = (role: Role) =>
    found.unreadable
      .filter((issue) => issue.role === role)
      .reduce((sum, { rows }) => sum + rows, 0);
  add(
    'repeated',
    'wrong',
    found.repeatedRows,
    (rows) => `${rows} repeat a video’s day.`,
    'Every row is in the sums.',
  );
  const views = found.nullCountRows - unreadable('viewCount');
  add('views', 'doubt', views, (rows) => `${rows} without views.`, 'They add nothing to the sums.');
  const dates = found.nullDateRows - unreadable('date');
  add(
    'dates',
    'doubt',
    dates,
    (rows) => `${rows} without a date.`,
    'They are in no month and fill no gap.',
  );
  const videos = found.nullVideoRows - unreadable('videoId');
  add('videos', 'doubt', videos, (rows) => `${rows} without a video.`, '');
  add('before', 'note', found.rowsBeforeCreated, (rows) => `${rows} before the upload date.`, '');
  add('after', 'note', found.rowsAfterEnd, (rows) => `${rows} after the end date.`, '');
  add(
    'created',
    'note',
    found.videosCreatedNull,
    (some) => `${some} without an upload date.`,
    'They have no gaps.',
    'listing',
  );
  add(
    'channels',
    'note',
    found.videosWithSeveralChannels,
    (some) => `${some} in more than one channel.`,
    '',
    'video',
  );
  const few = found.unreadable.reduce((sum, { rows }) => sum + rows, 0);
  if (!found.warnings.some(({ code }) => code === 'unreadable_values')) {
    add(
      'unreadable',
      'doubt',
      few,
      (some) => `${some} cannot be read and count as missing.`,
      '',
      'value',
    );
  }
  return issues;
}
