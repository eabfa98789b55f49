import type { Team } from '../../pool';
import { distinct } from '../../sources/selection/distinct';
import type { Chosen, InputFile, RunOptions, Selection, Warning } from '../../types';

/** The number of entries that an error lists. */
const listed = 5;

/** The files that count, and what is known of the others. */
export interface Files extends Pick<Chosen, 'ignored' | 'tables' | 'notes' | 'versions'> {
  readonly files: readonly InputFile[];
  readonly warnings: readonly Warning[];
}

/** Decides which files of a selection count. Rejects with a DaytallyError for a table. */
export async function selectFiles(
  team: Team,
  selection: Selection,
  { asFiles = false, tableVersion }: Pick<RunOptions, 'asFiles' | 'tableVersion'>,
): Promise<Files> {
  const all = distinct(selection.files);
  const rule = asFiles ? 'asFiles' : 'byLog';
  const folders = selection.folders ?? [];
  const found = await team.call(0, 'select', all, folders, rule, tableVersion);
  const { files, skipped, tables, notes, warnings } = found;
  const ignored = skipped.map(({ path, why }) => ({ path, reason: why }));
  return {
    files: 'read' in found ? found.read : files.flatMap((number) => all[number] ?? []),
    ...('read' in found && tables.length === 1 && { versions: found.versions }),
    ignored: [...selection.ignored, ...ignored],
    tables,
    notes,
    warnings,
  };
}

/** Returns the message of an error if no file counts. */
export function nothingToRead({ ignored, tables }: Files): string {
  const [table] = tables;
  const { version, snapshot } = table ?? {};
  if (tables.length === 1 && table?.counts && (version ?? snapshot) !== undefined) {
    const which = version === undefined ? `Snapshot ${snapshot}` : `Version ${version}`;
    return `${which} of the ${table.format} table has no file to read. Open another version of it.`;
  }
  const message = 'No Parquet files in the selection.';
  if (ignored.length === 0) return message;
  const some = ignored.slice(0, listed).map(({ path, reason }) => `${path} (${reason})`);
  const more = ignored.length - some.length;
  return `${message} Skipped: ${some.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`;
}
