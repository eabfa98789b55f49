import type { HttpClient } from '../../sources/http/client';
import { distinct, numbered } from '../../sources/selection/distinct';
import type { InputFile, TableRule, UrlFile } from '../../types';
import { Bucket, inRegion } from './bucket';
import type { Found } from './found';
import { IndexFolder, indexOrNothing } from './index_folder';
import { checkAbove } from './marks';
import { listUrl, storePlace } from './places';

/** Files, and folders that were not walked. */
interface Listed {
  readonly files: readonly InputFile[];
  readonly folders: readonly string[];
}

/**
 * Replaces places by their files: buckets and folders in them, and folders of http servers that list
 * them. Other URLs stay. Rejects with a DaytallyError, also for a part of a table if logs decide.
 */
export async function listed(
  given: readonly InputFile[],
  folders: readonly string[],
  client: HttpClient,
  rule: TableRule,
): Promise<Listed> {
  const files: InputFile[] = [];
  const noted = [...folders];
  const names = new Set(
    given.flatMap(({ path, inFolder }) => (inFolder ? path.split('/', 1) : [])),
  );
  for (const file of given) {
    const found = 'url' in file ? await find(file, client, rule) : undefined;
    if (!found) files.push(file);
    else if ('file' in found) files.push(found.file);
    else {
      let name = found.name;
      for (let number = 2; names.has(name); number += 1) name = numbered(found.name, number);
      names.add(name);
      for (const { inside, ...facts } of found.files) {
        files.push({ ...facts, path: `${name}/${inside}`, inFolder: true });
      }
      for (const folder of found.folders) noted.push(`${name}/${folder}`);
    }
  }
  return { files: distinct(files), folders: noted };
}

async function find(
  file: UrlFile,
  client: HttpClient,
  rule: TableRule,
): Promise<Found | undefined> {
  const isHttp = /^https?:/.test(file.url);
  const place = isHttp ? storePlace(file.url) : { url: file.url, access: file.access ?? {} };
  const isFolder = isHttp && new URL(file.url).pathname.endsWith('/');
  const list = isHttp ? listUrl(file.url) : undefined;
  if (isHttp && !isFolder && !list) return undefined;
  if (place) {
    return await inRegion(place.url, place.access, client, async (bucket) => {
      const found = await bucket.find();
      if (rule === 'byLog') await checkBucket(bucket, found);
      return found;
    });
  }
  if (list) return await rootFolder(list.root, list.prefix, client, rule);
  return await findIndexed(file, client, rule);
}

async function checkBucket(bucket: Bucket, found: Found): Promise<void> {
  const { shown, key } = bucket;
  const isFolder = !('file' in found) && key !== '' && !key.endsWith('/');
  await checkAbove(shown, isFolder ? `${key}/` : key, (folder) => bucket.names(folder));
}

/** Lists a bucket at a URL of a server whose kind is not known. */
async function rootFolder(
  url: string,
  given: string,
  client: HttpClient,
  rule: TableRule,
): Promise<Found> {
  const prefix = given === '' || given.endsWith('/') ? given : `${given}/`;
  const bucket = new Bucket(url, undefined, client);
  try {
    const found = await bucket.folder(prefix);
    if (rule === 'byLog') {
      await checkAbove(bucket.shown + prefix, prefix, (folder) => bucket.names(folder));
    }
    return found;
  } finally {
    bucket.free();
  }
}

/** Finds the files of a folder of an http server; undefined if it does not list it. */
async function findIndexed(
  file: UrlFile,
  client: HttpClient,
  rule: TableRule,
): Promise<Found | undefined> {
  const folder = new IndexFolder(file, client);
  try {
    const top = await indexOrNothing(folder);
    if (!top) return undefined;
    if ('page' in top) {
      const start = new TextDecoder().decode(top.page.subarray(0, 1000));
      return start.includes('<ListBucketResult')
        ? await rootFolder(file.url, '', client, rule)
        : undefined;
    }
    if (rule === 'byLog') await checkServer(file, client);
    return await folder.walk(top);
  } finally {
    folder.free();
  }
}

async function checkServer(file: UrlFile, client: HttpClient): Promise<void> {
  const url = new URL(file.url);
  const key = decodeURIComponent(url.pathname.slice(1));
  const top = new URL('/', url);
  top.search = url.search;
  const root = new IndexFolder({ path: `${url.host}/`, url: top.href }, client);
  let isSilent = false;
  try {
    await checkAbove(file.path, key, async (folder) => {
      if (isSilent) return undefined;
      try {
        const names = await root.index(folder);
        return names && 'page' in names ? undefined : names;
      } catch {
        // The folders above have no CORS headers either, and each is tried several times.
        isSilent = true;
        return undefined;
      }
    });
  } finally {
    root.free();
  }
}
