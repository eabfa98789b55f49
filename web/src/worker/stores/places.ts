import type { StoreAccess } from '../../types';

/** A place of a store that an http URL names. */
export interface StorePlace {
  readonly url: string;
  readonly access: StoreAccess;
}

/** Parameters of a URL that lists a bucket, which has no other. */
const ofListing = new Set(['list-type', 'prefix', 'delimiter', 'encoding-type', 'max-keys']);

/**
 * Returns the folder or the bucket that a URL of a store's own host names, as the store's scheme
 * has it; undefined for other hosts.
 */
export function storePlace(text: string): StorePlace | undefined {
  const url = new URL(text);
  const { host, pathname, searchParams } = url;
  if ([...searchParams.keys()].some((name) => !ofListing.has(name))) return undefined;
  const path = decoded(pathname.slice(1));
  if (path === undefined) return undefined;
  const prefix = searchParams.get('prefix');
  const amazon = /^(?:(.+)\.)?s3[.-]?([a-z0-9-]*)\.amazonaws\.com(?:\.cn)?$/.exec(host);
  if (amazon) {
    const [, name, region] = amazon;
    const [bucket, key] = name === undefined ? split(path) : [name, path];
    const access = region ? { region } : {};
    return bucket === '' ? undefined : { url: `s3://${bucket}/${prefix ?? key}`, access };
  }
  const [bucket, key] = split(path);
  if (bucket === '') return undefined;
  if (host === 'storage.googleapis.com') {
    return { url: `gs://${bucket}/${prefix ?? key}`, access: {} };
  }
  if (/^[a-z0-9-]+\.blob\.core\.windows\.net$/.test(host)) {
    return { url: `abfss://${bucket}@${host}/${prefix ?? key}`, access: {} };
  }
  return undefined;
}

/** Returns the URL of a bucket's root and the prefix, of a URL that lists a bucket. */
export function listUrl(
  text: string,
): { readonly root: string; readonly prefix: string } | undefined {
  const url = new URL(text);
  const names = [...url.searchParams.keys()];
  if (!names.includes('list-type') || names.some((name) => !ofListing.has(name))) return undefined;
  const prefix = url.searchParams.get('prefix') ?? '';
  url.search = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return { root: url.href, prefix };
}

function split(path: string): [bucket: string, key: string] {
  const at = path.indexOf('/');
  return at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)];
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
