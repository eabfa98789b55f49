import type { TableVersion } from '../../types';
import type { LogFiles } from './log_files';
import { tables } from './module';

/** The number of newest versions whose times are read, as many as the menu has. */
const dated = 500;
/** Bytes at each end of a commit that are read. Writers state the time in the first or last line. */
const endBytes = 32 * 2 ** 10;

/** Returns versions with the times of those whose commits are among the names in a log's folder. */
export async function datedVersions(
  versions: Float64Array,
  log: LogFiles,
  folder: string,
  names: readonly string[],
): Promise<TableVersion[]> {
  const there = new Set(names);
  const committed = (version: number) => {
    const name = `${String(version).padStart(20, '0')}.json`;
    return there.has(name) ? timeOf(log, `${folder}/${name}`) : undefined;
  };
  return await Promise.all(
    Array.from(versions, async (version, at) => {
      const time = versions.length - at <= dated ? await committed(version) : undefined;
      const isNewest = at === versions.length - 1 && !log.isPartial;
      return {
        version,
        ...(time !== undefined && { committed: time }),
        ...(isNewest && { isNewest }),
      };
    }),
  );
}

/** Returns the time of a commit, if it can be read: the replay reports what is wrong with the log. */
async function timeOf(log: LogFiles, path: string): Promise<string | undefined> {
  try {
    const source = await log.open(path);
    const { byteLength } = source;
    const part = async (start: number, end: number) =>
      tables.commitTime(new Uint8Array(await source.slice(start, end)));
    const first = await part(0, Math.min(endBytes, byteLength));
    if (first !== undefined || byteLength <= endBytes) return first;
    return await part(Math.max(endBytes, byteLength - endBytes), byteLength);
  } catch {
    return undefined;
  }
}
