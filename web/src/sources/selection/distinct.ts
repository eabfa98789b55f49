import type { InputFile } from '../../types';

/**
 * Numbers files of the same path, as in `part-0 (2).parquet`, so that messages distinguish them.
 */
export function distinct(files: readonly InputFile[]): readonly InputFile[] {
  const known = new Set(files.map(({ path }) => path));
  if (known.size === files.length) return files;
  const seen = new Set<string>();
  return files.map((file) => {
    if (!seen.has(file.path)) {
      seen.add(file.path);
      return file;
    }
    let path = file.path;
    for (let number = 2; known.has(path); number += 1) path = numbered(file.path, number);
    known.add(path);
    return { ...file, path };
  });
}

/** Returns `views (2).parquet` for `views.parquet`. */
export function numbered(path: string, number: number): string {
  return path.replace(/(\.[^./]*)?$/, (ending) => ` (${number})${ending}`);
}
