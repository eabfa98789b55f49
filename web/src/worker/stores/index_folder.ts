import { DaytallyError, pageCodes } from '../../errors';
import type { HttpClient } from '../../sources/http/client';
import { failed, refusal, TransientError } from '../../sources/http/errors';
import { openUrl } from '../../sources/http/url_source';
import { readWhole } from '../../sources/http/whole_file';
import { deltaLog, isWalked, sinkLog } from '../../sources/selection/folders';
import type { UrlFile } from '../../types';
import type { FoundFile, FoundFolder } from './found';
import { placeOf, unread } from './module';

const indexBytes = 64 * 2 ** 20;
/** As in the command line. */
const maxDepth = 64;
const maxFiles = 1_000_000;

/** What a server sends for a folder: its names, another page, or nothing. */
type Index = readonly string[] | { readonly page: Uint8Array } | undefined;

/** A folder of an http server, by its indexes. */
export class IndexFolder {
  readonly #place: ReturnType<typeof placeOf>;
  readonly #client: HttpClient;
  readonly #path: string;

  constructor({ path, url }: UrlFile, client: HttpClient) {
    this.#place = placeOf(url);
    this.#client = client;
    this.#path = path;
  }

  free(): void {
    this.#place.free();
  }

  /** Returns what the server sends for a folder below this one. */
  async index(folder = ''): Promise<Index> {
    const file = this.#file(folder);
    const body = await this.#client.request(file, {}, async (response) => {
      const { status } = response;
      if ([401, 403, 404, 410].includes(status)) return undefined;
      if (status !== 200) throw refusal(file, status);
      const tooLarge = failed(file, `its index has more than ${indexBytes} bytes`);
      return await (await readWhole(file, response, indexBytes, tooLarge)).arrayBuffer();
    });
    if (!body) return undefined;
    const page = new Uint8Array(body);
    try {
      return this.#place.indexed(folder, page);
    } catch (thrown) {
      const { code } = DaytallyError.from(thrown);
      if (code === pageCodes.io) return { page };
      throw unread(file.path, thrown);
    }
  }

  /** Lists everything below this folder, whose names are known. */
  async walk(top: readonly string[]): Promise<FoundFolder> {
    const names: string[] = [];
    const folders: string[] = [];
    let level: (readonly [folder: string, names: readonly string[]])[] = [['', top]];
    for (let depth = 0; level.length > 0; depth += 1) {
      const next: string[] = [];
      for (const [folder, found] of level) {
        for (const name of found) {
          const plain = name.slice(0, -1);
          if (!name.endsWith('/')) names.push(folder + name);
          else if (isWalked(plain)) next.push(folder + name);
          // That of a table may be empty.
          if (name.endsWith('/') && (!isWalked(plain) || plain === deltaLog))
            folders.push(folder + name);
        }
      }
      this.#check(depth, names.length + next.length);
      level = await Promise.all(next.map(async (each) => [each, await this.#names(each)] as const));
    }
    // Servers hide this folder of Hudi tables from their indexes.
    if (!folders.includes('.hoodie/') && (await this.index('.hoodie/'))) folders.push('.hoodie/');
    const name = this.#path.split('/').at(-2) ?? this.#path;
    return { name, files: await this.#files(names), folders };
  }

  /** Returns the names of a folder below this one, which the index of this one has. */
  async #names(folder: string): Promise<readonly string[]> {
    const found = await this.index(folder);
    if (Array.isArray(found)) return found;
    const file = this.#file(folder);
    throw failed(file, 'the server does not list it. Open the folders that it lists one by one.');
  }

  #check(depth: number, files: number): void {
    const over =
      depth >= maxDepth
        ? `more than ${maxDepth} levels of folders`
        : files > maxFiles
          ? `more than ${maxFiles} files`
          : undefined;
    if (over === undefined) return;
    const message = `${this.#path} has ${over}. Open a folder further down.`;
    throw new DaytallyError(pageCodes.overLimit, message, { file: this.#path });
  }

  /** Adds the sizes of files whose names do not show whether they count. */
  async #files(names: readonly string[]): Promise<FoundFile[]> {
    return await Promise.all(
      names.map(async (inside): Promise<FoundFile> => {
        const file = this.#file(inside);
        const isKnown = /\.parquet$/i.test(inside) || inside.includes(`${deltaLog}/`);
        if (isKnown && !inside.includes(`${sinkLog}/`)) return { inside, url: file.url };
        const { byteLength, input = file } = await openUrl(file, this.#client);
        const version = 'url' in input ? input.version : undefined;
        return { inside, url: file.url, version: version ?? { byteLength } };
      }),
    );
  }

  #file(inside: string): UrlFile {
    return { path: this.#path + inside, url: this.#place.url(inside) };
  }
}

/** Returns what a server sends for a folder; undefined also if it cannot be read. */
export async function indexOrNothing(folder: IndexFolder): Promise<Index> {
  try {
    return await folder.index();
  } catch (thrown) {
    const error = DaytallyError.from(thrown);
    if (error instanceof TransientError || error.code === pageCodes.io) return undefined;
    throw error;
  }
}
