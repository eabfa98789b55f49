import { DaytallyError, pageCodes } from '../../errors';
import { rangeOf } from '../../sources/http/answer';
import type { HttpClient } from '../../sources/http/client';
import { refusal, TransientError } from '../../sources/http/errors';
import { openUrl } from '../../sources/http/url_source';
import { readWhole } from '../../sources/http/whole_file';
import { BlobSource, type FileSource } from '../../sources/source';
import type { UrlFile } from '../../types';
import type { LogFiles } from './log_files';
import { tables } from './module';

/** A URL of the metadata of an Iceberg table: the table's folder, and the name in `metadata/`. */
const metadataUrl = /^(.*\/)metadata\/([^/]+\.metadata\.json(?:\.gz)?)$/;

/** The folder of the log of a Delta table. */
const log = '_delta_log/';

/** The names of a table's log, and a path that shows its format. */
interface Probed {
  readonly mark: string;
  readonly names: readonly string[];
}

/** Returns whether a URL is that of a table's folder, or of the metadata in it. */
export function isFolder({ path, url }: UrlFile): boolean {
  return path.endsWith('/') || metadataUrl.test(new URL(url).pathname);
}

/** The files of a table's folder at a URL that ends in `/`, which cannot be listed. */
export class UrlFolder implements LogFiles {
  readonly #root: UrlFile;
  readonly #client: HttpClient;
  readonly #version: bigint | undefined;
  /** The files of the log that were read to find its names. */
  readonly #read = new Map<string, Blob>();
  /** The name of the metadata of an Iceberg table, if it was given. */
  readonly #metadata: string | undefined;
  #names: readonly string[] = [];
  note: string | undefined;
  isPartial = false;

  constructor(given: UrlFile, client: HttpClient, version: bigint | undefined) {
    const url = new URL(given.url);
    const [, folder, metadata] = metadataUrl.exec(url.pathname) ?? [];
    if (folder === undefined || metadata === undefined) this.#root = given;
    else {
      url.pathname = folder;
      const name = folder.split('/').at(-2) || url.host;
      this.#root = { path: `${decoded(name)}/`, url: url.href };
      this.#metadata = decoded(metadata);
    }
    this.#client = client;
    this.#version = version;
  }

  /** The folder as the user knows it, with a trailing `/`. */
  get path(): string {
    return this.#root.path;
  }

  /** Finds the names of the log. Returns the path of a file or a folder that shows the format. */
  async find(): Promise<string> {
    if (this.#metadata !== undefined) {
      this.#names = [this.#metadata];
      return `metadata/${this.#metadata}`;
    }
    const { names, mark } = await this.#table();
    this.#names = names;
    return mark;
  }

  async names(): Promise<string[]> {
    return [...this.#names];
  }

  /** Requests the files of the log by name, of a Delta table also after the requested version. */
  async #table(): Promise<Probed> {
    const version = this.#version;
    if (version === undefined) return await this.#probe();
    // The requested version may be known even if the newest is not.
    const newest = await this.#probe().catch(() => undefined);
    if (newest && newest.mark !== log) return newest;
    this.note = undefined;
    const all = newest?.names ?? [];
    if (all.every((name) => version < Number.parseInt(name, 10))) {
      this.isPartial = true;
      return await this.#probe(version);
    }
    const checksum = `${String(version).padStart(20, '0')}.crc`;
    if (all.includes(checksum)) return { mark: log, names: all };
    const found = await this.#find(`${log}${checksum}`);
    return { mark: log, names: found instanceof Uint8Array ? [...all, checksum] : all };
  }

  async #probe(version?: bigint): Promise<Probed> {
    const probe = new tables.TableProbe(this.#root.path, version);
    try {
      for (let needs = probe.needs(); needs.length > 0; needs = probe.needs()) {
        const found = await Promise.all(needs.map((path) => this.#find(path)));
        for (const [at, path] of needs.entries()) {
          const answer = found[at];
          const there = answer instanceof Uint8Array;
          probe.found(path, there ? answer : undefined, answer === 'denied');
        }
      }
      const { mark, names, note } = probe.finish();
      this.note = note;
      this.isPartial ||= note !== undefined;
      return { mark, names };
    } finally {
      probe.free();
    }
  }

  async open(path: string): Promise<FileSource> {
    const file = this.file(path);
    const blob = this.#read.get(path);
    return blob ? new BlobSource({ path: file.path, blob }) : await openUrl(file, this.#client);
  }

  file(path: string): UrlFile {
    const url = new URL(this.#root.url);
    url.pathname += path.split('/').map(encodeURIComponent).join('/');
    return { path: this.#root.path + path, url: url.href };
  }

  /** Returns the bytes of a file of the log; only the first of one that is Parquet. */
  async #find(path: string): Promise<Uint8Array | 'missing' | 'denied'> {
    const file = this.file(path);
    const whole = !path.endsWith('.parquet');
    try {
      return await this.#client.request(
        file,
        whole ? {} : { range: rangeOf(0, 4) },
        async (response) => {
          const { status } = response;
          if (status === 404 || status === 410) return 'missing';
          if (status === 401 || status === 403) return 'denied';
          if (status !== 200 && (whole || status !== 206)) throw refusal(file, status);
          if (!whole) return new Uint8Array();
          const blob = await readWhole(file, response);
          this.#read.set(path, blob);
          return new Uint8Array(await blob.arrayBuffer());
        },
      );
    } catch (thrown) {
      if (!(thrown instanceof TransientError) || this.#read.size === 0) throw thrown;
      const remedy =
        'A host must send Access-Control-Allow-Origin also with 404 for files that are not there.';
      throw new DaytallyError(pageCodes.io, `${thrown.message} ${remedy}`, thrown.location);
    }
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
