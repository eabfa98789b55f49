const endings = ['.parquet', '.parq', '.pq'];

const known: Record<string, string> = {
  _SUCCESS: 'the mark that a job of Spark is done',
  _metadata: 'a summary of the footers, which are read themselves',
  _common_metadata: 'a summary of the footers, which are read themselves',
  '.DS_Store': 'a file of the system',
};

/**
 * Why a file inside a chosen folder isn't read, or undefined when it is.
 *
 * `path` begins with the chosen folder's own name, which decides nothing.
 */
export function reasonToIgnore(path: string): string | undefined {
  const [, ...names] = path.split('/');
  const name = names.pop() ?? path;
  for (const folder of names) {
    const reason = reasonToSkip(folder);
    if (reason !== undefined) return reason;
  }
  const reason = known[name];
  if (reason !== undefined) return reason;
  if (name.endsWith('.crc')) return 'a checksum beside a file';
  if (name.startsWith('_') || name.startsWith('.')) return 'hidden by its name';
  const lower = name.toLowerCase();
  if (!endings.some((ending) => lower.endsWith(ending))) {
    return `not a Parquet file by its name (${endings.join(', ')})`;
  }
  return undefined;
}

/** Why a folder inside a chosen folder isn't looked into, or undefined when it is. */
export function reasonToSkip(folder: string): string | undefined {
  const hidden = folder.startsWith('_') || folder.startsWith('.');
  return hidden && !folder.includes('=') ? 'in a folder that is hidden by its name' : undefined;
}
