import { DaytallyError, pageCodes } from '../../errors';
import { metadata } from '../files/entries';
import { above } from './inside';

/** Returns the names in a folder, those of folders with a `/`; undefined if it cannot be listed. */
export type NamesIn = (folder: string) => Promise<readonly string[] | undefined>;

const ofTable = /^(_delta_log\/|\.hoodie\/|_spark_metadata\/|\.hoodie_partition_metadata.*)$/;
const commit = /^_(started|committed)_\d/;

/**
 * Rejects with a DaytallyError if a key is in a folder of a table, whose log decides which of its
 * files count. `shown` is the place with that key. What cannot be listed decides nothing.
 */
export async function checkAbove(shown: string, key: string, namesIn: NamesIn): Promise<void> {
  const isFile = !key.endsWith('/');
  let hasCommits = isFile || isPartition(key);
  for (const folder of above(key)) {
    const names = (await namesIn(folder)) ?? [];
    const mark =
      names.find((name) => ofTable.test(name) || (hasCommits && commit.test(name))) ??
      (names.includes('metadata/') ? await metadataIn(`${folder}metadata/`, namesIn) : undefined);
    if (mark !== undefined) throw ofTheTable(shown, folder, mark);
    hasCommits &&= isPartition(folder);
  }
}

async function metadataIn(folder: string, namesIn: NamesIn): Promise<string | undefined> {
  const names = (await namesIn(folder)) ?? [];
  const name = names.find((each) => metadata.test(`metadata/${each}`));
  return name === undefined ? undefined : `metadata/${name}`;
}

function isPartition(folder: string): boolean {
  return folder.split('/').at(-2)?.includes('=') ?? false;
}

function ofTheTable(shown: string, folder: string, mark: string): DaytallyError {
  const where = folder === '' ? 'the folder at the top' : folder;
  const message = `${shown} is a part of a table: ${mark} is in ${where}. Open the whole table, whose log decides which files count.`;
  return new DaytallyError(pageCodes.table, message, { file: shown });
}
