import { isWalked } from '../../sources/selection/folders';

/** Returns the part of a path up to its first folder that is not walked; undefined if all are. */
export function unwalked(inside: string): string | undefined {
  const folders = inside.split('/').slice(0, -1);
  const at = folders.findIndex((name) => !isWalked(name));
  return at < 0 ? undefined : `${folders.slice(0, at + 1).join('/')}/`;
}

/** Returns the path of an object that its user sees: its name, with the Hive keys above it. */
export function shortPath(key: string): string {
  const names = key.split('/');
  let first = names.length - 1;
  while (names[first - 1]?.includes('=')) first -= 1;
  return names.slice(first).join('/');
}

/** Returns the folders above a key, with their `/`, from the nearest to that of the bucket, ''. */
export function above(key: string): string[] {
  if (key === '') return [];
  const folders = key.replace(/\/$/, '').split('/').slice(0, -1);
  return [...folders.map((_, at) => `${folders.slice(0, folders.length - at).join('/')}/`), ''];
}
