// Fingerprints of input files, to skip a build whose inputs have not changed.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Returns a hash of files, folders and other words that affect the build. */
export function fingerprint(paths, ...words) {
  const hash = createHash('sha256').update(JSON.stringify(words));
  const add = (path) => {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else if (status) {
      hash.update(`\0${path}\0${status.size}\0`).update(readFileSync(path));
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
