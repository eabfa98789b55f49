import { numbered } from './distinct';

/**
 * Returns the paths of URLs that users see, in order: the part after the folders that all of them
 * share, but including Hive keys. It never has the query, so URLs that differ only there are
 * numbered.
 */
export function shownPaths(urls: readonly URL[]): string[] {
  const names = urls.map(namesOf);
  const shared = sharedBy(names);
  const given = new Set<string>();
  return names.map((all, at) => {
    const path = all.slice(shared).join('/');
    let unique = path;
    for (let number = 2; given.has(unique); number += 1) unique = numbered(path, number);
    given.add(unique);
    // A folder may be a table.
    return urls[at]?.pathname.endsWith('/') ? `${unique}/` : unique;
  });
}

/** Returns the host, folders and file. */
function namesOf(url: URL): string[] {
  const names = url.pathname.split('/').filter((name) => name !== '');
  return [url.host, ...names.map(decoded)];
}

/**
 * Returns how many leading names are the same everywhere and are not Hive keys, not counting the
 * file's own.
 */
function sharedBy(names: readonly (readonly string[])[]): number {
  const [first = []] = names;
  const shortest = names.reduce((least, { length }) => Math.min(least, length), first.length);
  let shared = 0;
  while (shared < shortest - 1) {
    const name = first[shared];
    const hasKey = shared > 0 && name?.includes('=');
    if (hasKey || names.some((others) => others[shared] !== name)) break;
    shared += 1;
  }
  return shared;
}

function decoded(name: string): string {
  try {
    const text = decodeURIComponent(name);
    return text.includes('/') ? name : text;
  } catch {
    return name;
  }
}
