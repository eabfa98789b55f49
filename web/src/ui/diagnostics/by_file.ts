import type { Diagnostics, Role, RowIssues } from '../../types';
import type { IssuePlace } from '../../types/issue_row';
import { counted } from '../text/amount';

/** Rows of a file with one kind of issue; the row group is the first that has some. */
export interface IssueLine extends IssuePlace {
  readonly rows: number;
  /** One of the values that could not be read, or an empty text. */
  readonly example: string;
}

/** A file with issues. */
export interface IssueFile {
  readonly file: string;
  /** The number of values with issues; a null that replaces an unreadable value counts once. */
  readonly values: number;
  readonly lines: readonly IssueLine[];
}

/** Returns the files with issues, those with most of them first. */
export function byFile({
  rowIssues,
  unreadable,
}: Pick<Diagnostics, 'rowIssues' | 'unreadable'>): IssueFile[] {
  const files = new Map<string, Map<string, IssueLine>>();
  const add = ({ file, rowGroup, role, rows, example }: RowIssues, bad: boolean) => {
    const lines = files.get(file) ?? new Map<string, IssueLine>();
    files.set(file, lines);
    const key = keyOf(role, bad);
    const known = lines.get(key);
    lines.set(key, {
      file,
      role,
      unreadable: bad,
      rowGroup: Math.min(rowGroup, known?.rowGroup ?? rowGroup),
      rows: rows + (known?.rows ?? 0),
      example: known?.example || example,
    });
  };
  for (const issue of rowIssues) add(issue, false);
  for (const issue of unreadable) add(issue, true);
  const found = [...files].map(([file, lines]): IssueFile => {
    const all = [...lines.values()];
    // An unreadable value is already counted as a null, except upload days.
    const once = all.filter((line) => !line.unreadable || line.role === 'createdDate');
    return { file, values: once.reduce((sum, { rows }) => sum + rows, 0), lines: all };
  });
  return found.sort((a, b) => b.values - a.values || (a.file < b.file ? -1 : 1));
}

/** Returns the same, with each row in one line. */
export function listed(diagnostics: Pick<Diagnostics, 'rowIssues' | 'unreadable'>): IssueFile[] {
  return byFile(diagnostics).map((file) => ({ ...file, lines: apart(file.lines) }));
}

/**
 * Returns the lines with each row once: a null that replaces an unreadable value is not counted as
 * a null too.
 */
function apart(lines: readonly IssueLine[]): IssueLine[] {
  const bad = lines.filter(({ unreadable }) => unreadable);
  const unread = new Map(bad.map(({ role, rows }) => [role, rows]));
  return lines.flatMap((line) => {
    if (line.unreadable || line.role === 'createdDate') return [line];
    const rows = line.rows - (unread.get(line.role) ?? 0);
    return rows > 0 ? [{ ...line, rows }] : [];
  });
}

/** Returns the diagnostics' name for the count of such rows. */
export function keyOf(role: Role, unreadable: boolean): string {
  return unreadable ? unreadableKeys[role] : issueKeys[role];
}

const issueKeys: Record<Role, string> = {
  channelId: 'nullChannelRows',
  videoId: 'nullVideoRows',
  createdDate: 'rowsBeforeCreated',
  date: 'nullDateRows',
  viewCount: 'nullCountRows',
};

const unreadableKeys: Record<Role, string> = {
  channelId: 'unreadableChannelRows',
  videoId: 'unreadableVideoRows',
  createdDate: 'unreadableCreatedRows',
  date: 'unreadableDateRows',
  viewCount: 'unreadableCountRows',
};

/** Returns how many rows of a file have which issue. */
export function lineText({ role, unreadable, rows }: IssueLine): string {
  return `${counted(rows, 'row')} ${texts[keyOf(role, unreadable)] ?? role}`;
}

const roleTexts: Record<Role, string> = {
  channelId: 'channel',
  videoId: 'video',
  createdDate: 'upload date',
  date: 'date',
  viewCount: 'views',
};

const texts: Record<string, string> = Object.fromEntries(
  (Object.entries(roleTexts) as [Role, string][]).flatMap(([role, text]) => {
    const issue = role === 'createdDate' ? 'before their upload date' : `with null ${text}`;
    return [
      [keyOf(role, false), issue],
      [keyOf(role, true), `whose ${text} can’t be read`],
    ];
  }),
);
