/** Returns a short name of files: the only file, the folder that all are in, or the first file. */
export function nameOf(paths: readonly string[]): string {
  const [first = ''] = paths;
  const fileName = first.slice(first.lastIndexOf('/') + 1);
  if (paths.length === 1) return fileName;
  const folders = first.split('/').slice(0, -1);
  let depth = folders.length;
  const inside = (path: string) => path.startsWith(`${folders.slice(0, depth).join('/')}/`);
  while (depth > 0 && !paths.every(inside)) depth -= 1;
  return folders[depth - 1] ?? fileName;
}
