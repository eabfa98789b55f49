import { DaytallyError, pageCodes } from '../../errors';
import type { HttpClient } from '../../sources/http/client';
import { failed, refusal, TransientError } from '../../sources/http/errors';
import { openUrl } from '../../sources/http/url_source';
import { readWhole } from '../../sources/http/whole_file';
import type { FileVersion, InputFile, StoreAccess, UrlFile } from '../../types';
import type { Found, FoundFile } from './found';
import { shortPath, unwalked } from './inside';
import { placeOf, seconds, stores, unread } from './module';
import { Moved, missing } from './signing';

/** An object or a folder of a listing, as the module writes it. */
interface Listed {
  readonly key: string;
  readonly bytes: number | null;
  readonly etag: string | null;
  readonly modified: string | null;
}

/** The maximum number of bytes of a page of a listing. */
const pageBytes = 64 * 2 ** 20;
/** How many regions of a bucket are tried. */
const maxRegions = 3;

/** A bucket, or an http server that lists as one, in one region. */
export class Bucket {
  readonly #place: InstanceType<typeof stores.Place>;
  readonly #client: HttpClient;
  readonly #access: StoreAccess | undefined;
  readonly shown: string;
  readonly key: string;

  constructor(url: string, access: StoreAccess | undefined, client: HttpClient) {
    this.#place = placeOf(url, access);
    const end = url.indexOf('/', url.indexOf('://') + 3);
    const bucket = end < 0 ? `${url}/` : url.slice(0, end + 1);
    this.#access = access && { ...access, bucket };
    this.#client = client;
    this.shown = this.#place.shown();
    this.key = this.#place.key();
  }

  free(): void {
    this.#place.free();
  }

  /** Returns what the key names. Rejects with a DaytallyError. */
  async find(): Promise<Found> {
    const { key } = this;
    let refused: DaytallyError | undefined;
    let empty: InputFile | undefined;
    if (key !== '' && !key.endsWith('/')) {
      try {
        const file = { path: this.shown, ...this.#object(key) };
        const { byteLength, input = file } = await openUrl(file, this.#client);
        const found = { ...input, path: shortPath(key) };
        if (byteLength > 0) return { file: found };
        // It may be a placeholder for a folder.
        empty = found;
      } catch (thrown) {
        refused = DaytallyError.from(thrown);
        const { code } = refused;
        if (
          refused instanceof Moved ||
          refused instanceof TransientError ||
          code === pageCodes.cancelled
        )
          throw refused;
      }
    }
    const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
    const found = await this.list(prefix).catch((thrown: unknown): Listed[] => {
      const error = DaytallyError.from(thrown);
      if (error instanceof Moved) throw error;
      if (empty) return [];
      throw refused && refused.code !== missing ? refused : error;
    });
    if (found.length > 0) return this.#folder(prefix, found);
    if (empty) return { file: empty };
    if (refused) throw refused;
    const message = `${this.shown} has no objects. Check the bucket’s name and the folder.`;
    throw new DaytallyError(pageCodes.noInput, message, { file: this.shown });
  }

  /** Returns the folder of a prefix, which ends in `/` or is empty. */
  async folder(prefix: string): Promise<Found> {
    return this.#folder(prefix, await this.list(prefix));
  }

  /** Lists what is below a prefix; by folder, only what is directly there. */
  async list(prefix: string, byFolder = false): Promise<Listed[]> {
    const pages = new stores.Pages(this.#place, prefix, byFolder);
    const file: UrlFile = { path: this.shown, ...this.#object(prefix) };
    const found: Listed[] = [];
    try {
      while (pages.next(this.#place, seconds()) !== undefined) {
        const at = () => pages.next(this.#place, seconds()) ?? '';
        const page = await this.#client.request(file, { at }, async (response) => {
          if (response.status !== 200) throw refusal(file, response.status);
          const tooLarge = failed(file, `a page of its listing has more than ${pageBytes} bytes`);
          return await (await readWhole(file, response, pageBytes, tooLarge)).arrayBuffer();
        });
        for (const each of this.#push(pages, new Uint8Array(page))) found.push(each);
      }
      return found;
    } finally {
      pages.free();
    }
  }

  /** Returns the names in a folder, those of folders with a `/`; undefined if it may not be listed. */
  async names(folder: string): Promise<string[] | undefined> {
    try {
      const found = await this.list(folder, true);
      return found.map(({ key }) => key.slice(folder.length));
    } catch (thrown) {
      const error = DaytallyError.from(thrown);
      const isRefused = !(error instanceof TransientError) && !(error instanceof Moved);
      if (isRefused && error.code !== pageCodes.cancelled && error.code !== pageCodes.overLimit)
        return undefined;
      // What lies there is not known, and may be the log of a table.
      throw error;
    }
  }

  #push(pages: InstanceType<typeof stores.Pages>, page: Uint8Array): Listed[] {
    try {
      return JSON.parse(pages.push(page));
    } catch (thrown) {
      throw unread(this.shown, thrown);
    }
  }

  #folder(prefix: string, found: readonly Listed[]): Found {
    const files: FoundFile[] = [];
    const folders = new Set<string>();
    for (const { key, ...facts } of found) {
      const inside = key.slice(prefix.length);
      const hidden = unwalked(inside);
      if (hidden === undefined) files.push({ inside, ...this.#object(key), ...versionOf(facts) });
      else folders.add(hidden);
    }
    const [, bucket = ''] = /([^/@]*)(?:@[^/]*)?\/?$/.exec(this.shown) ?? [];
    const name = prefix.split('/').at(-2) || bucket;
    return { name, files, folders: [...folders] };
  }

  #object(key: string): Pick<UrlFile, 'url' | 'access'> {
    const url = this.#place.url(key);
    return this.#access ? { url, access: this.#access } : { url };
  }
}

/** Does something with the bucket of a URL, in the region that the store names. */
export async function inRegion<T>(
  url: string,
  access: StoreAccess,
  client: HttpClient,
  use: (bucket: Bucket) => Promise<T>,
): Promise<T> {
  let known = access;
  for (let tried = 1; ; tried += 1) {
    const bucket = new Bucket(url, known, client);
    try {
      return await use(bucket);
    } catch (thrown) {
      if (
        thrown instanceof TransientError &&
        url.startsWith('s3') &&
        !known.region &&
        !known.endpoint
      ) {
        // A store may show the page no reply for another region.
        const message = `${thrown.message} If the bucket is not in us-east-1, enter its region.`;
        throw new DaytallyError(pageCodes.io, message, thrown.location);
      }
      if (!(thrown instanceof Moved) || thrown.region === known.region || tried === maxRegions)
        throw thrown;
      known = { ...known, region: thrown.region };
    } finally {
      bucket.free();
    }
  }
}

/** Returns the version of a listed object, as headers have it. */
function versionOf({ bytes, etag, modified }: Omit<Listed, 'key'>): { version?: FileVersion } {
  if (bytes === null) return {};
  const changed = modified === null ? Number.NaN : Date.parse(modified);
  const lastModified = Number.isNaN(changed) ? undefined : new Date(changed).toUTCString();
  return {
    version: {
      byteLength: bytes,
      ...(etag !== null && { etag: `"${etag}"` }),
      ...(lastModified !== undefined && { lastModified }),
    },
  };
}
