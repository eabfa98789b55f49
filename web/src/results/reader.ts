import type { Team } from '../pool';
import type { ResultPlace } from '../rpc/sorting';
import type { Plan, Rows } from '../types';
import type { IssuePlace, IssueRow } from '../types/issue_row';
import type { Piece } from './layout';
import type { ResultLayout } from './place';

/** Returns the rows of a result as Arrow IPC streams, one for each place. */
export async function readStreams(
  team: Team,
  layout: ResultLayout,
  start: number,
  end: number,
): Promise<Uint8Array[]> {
  const pieces = layout.pieces(start, end);
  // A result without rows still has columns, which an empty window has.
  const wanted = pieces.length > 0 ? pieces : layout.empty();
  return await Promise.all(wanted.map((piece) => readPiece(team, piece)));
}

/** Returns the rows of a result as values. */
export async function readRows(
  team: Team,
  layout: ResultLayout,
  start: number,
  end: number,
): Promise<Rows> {
  const streams = await readStreams(team, layout, start, end);
  // Nothing is decoded before there are results.
  const { decode } = await import('./decode');
  const tables = streams.map(decode);
  const rows = tables.flatMap((table) => table.rows);
  return { columns: tables[0]?.columns ?? [], start, rows };
}

function readPiece(team: Team, { place, start, length }: Piece<ResultPlace>): Promise<Uint8Array> {
  const { filter } = place;
  switch (place.in) {
    case 'share':
      return team.call(place.worker, 'window', place.kind, filter, start, length);
    case 'unanswered':
      return team.call(0, 'unansweredWindow', filter, start, length);
    case 'input':
      return team.call(place.worker, 'combinedWindow', place.task, filter, start, length);
  }
}

/** Returns the first rows with an issue of a row group, read again by one worker. */
export async function readIssueRows(
  team: Team,
  plan: Plan,
  place: IssuePlace,
): Promise<IssueRow[]> {
  const found = await team.call(0, 'issueRows', place);
  const { decode } = await import('./decode');
  return found.map(({ file, row, value, stream }) => {
    const earlier = plan.tasks.filter((task) => {
      return task.file === file && task.rowGroup < place.rowGroup;
    });
    const before = earlier.reduce((sum, { rows }) => sum + rows, 0);
    return { row: before + row, cells: decode(stream).rows[0] ?? [], value };
  });
}
