// Whether what was made from some files is still what those files would make.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A hash over files, folders of files, and other words that decide the outcome. */
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
