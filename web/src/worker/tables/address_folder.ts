import { DaytallyError, pageCodes } from '../../errors';
import { openAddress } from '../../sources/http/address_source';
import { rangeOf } from '../../sources/http/answer';
import type { HttpClient } from '../../sources/http/client';
import { keep } from '../../sources/http/kept';
import { Passing, refusal } from '../../sources/http/sentences';
import { BlobSource, type FileSource } from '../../sources/source';
import type { AddressFile } from '../../types';
import type { LogFiles } from './log_files';
import { tables } from './module';

/** A URL of the metadata of an Iceberg table: the table's folder, and the name in `metadata/`. */
const metadataUrl = /^(.*\/)metadata\/([^/]+\.metadata\.json(?:\.gz)?)$/;
/** The name of the current metadata of a table without a catalog, and how many may follow. */
const hint = 'version-hint.text';
const followers = 1000;
const endings = ['.metadata.json', '.gz.metadata.json', '.metadata.json.gz'];

/** Returns whether a URL is that of a table's folder, or of the metadata in it. */
export function isFolder({ path, url }: AddressFile): boolean {
  return path.endsWith('/') || metadataUrl.test(new URL(url).pathname);
}

/** The files of a table's folder at a URL that ends in `/`, which cannot be listed. */
export class AddressFolder implements LogFiles {
  readonly #root: AddressFile;
  readonly #client: HttpClient;
  readonly #version: bigint | undefined;
  /** The files of the log that were read to find its names. */
  readonly #read = new Map<string, Blob>();
  /** The name of the metadata of an Iceberg table, if it was given. */
  readonly #metadata: string | undefined;
  #names: readonly string[] = [];
  note: string | undefined;
  isPartial = false;

  constructor(given: AddressFile, client: HttpClient, version: bigint | undefined) {
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
    try {
      this.#names = await this.#deltaLog('_delta_log');
      return '_delta_log/';
    } catch (thrown) {
      const { code, message, location } = DaytallyError.from(thrown);
      if (code !== pageCodes.noInput) throw thrown;
      this.#names = await this.#hinted();
      if (this.#names.length === 0) {
        const remedy =
          'The server does not list the folder. Of an Iceberg table, give the URL of its newest metadata.json.';
        throw new DaytallyError(code, `${message} ${remedy}`, location);
      }
      return `metadata/${hint}`;
    }
  }

  async names(): Promise<string[]> {
    return [...this.#names];
  }

  /** Returns the hint of an Iceberg table, and the metadata from there on; nothing without a hint. */
  async #hinted(): Promise<string[]> {
    const found = await this.#find(`metadata/${hint}`);
    if (!(found instanceof Uint8Array)) return [];
    const text = new TextDecoder().decode(found).trim();
    // Some hosts answer every request with a page.
    if (!/^[\w.-]{1,100}$/.test(text)) return [];
    const number = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    const names = [hint];
    for (let next = 0; next < followers; next += 1) {
      const stem = number === undefined ? text : `v${number + next}`;
      const name = await this.#first(endings.map((ending) => stem + ending));
      if (name === undefined) break;
      names.push(name);
      if (number === undefined) break;
    }
    return names;
  }

  /** Returns the first of some names of metadata that is there. */
  async #first(names: readonly string[]): Promise<string | undefined> {
    for (const name of names) {
      if ((await this.#find(`metadata/${name}`)) instanceof Uint8Array) return name;
    }
    return undefined;
  }

  /** Requests the files of the log of a Delta table by their names, also after the wanted version. */
  async #deltaLog(folder: string): Promise<string[]> {
    const version = this.#version;
    if (version === undefined) return await this.#probe(folder);
    // The newest may be unknown, and the wanted one not.
    const all = await this.#probe(folder).catch((): string[] => []);
    this.note = undefined;
    if (all.every((name) => version < Number.parseInt(name, 10))) {
      this.isPartial = true;
      return await this.#probe(folder, version);
    }
    const checksum = `${String(version).padStart(20, '0')}.crc`;
    if (all.includes(checksum)) return all;
    const found = await this.#find(`${folder}/${checksum}`);
    return found instanceof Uint8Array ? [...all, checksum] : all;
  }

  async #probe(folder: string, version?: bigint): Promise<string[]> {
    const probe = new tables.LogProbe(this.#root.path, version);
    try {
      for (let needs = probe.needs(); needs.length > 0; needs = probe.needs()) {
        const found = await Promise.all(needs.map((name) => this.#find(`${folder}/${name}`)));
        for (const [at, name] of needs.entries()) {
          const answer = found[at];
          const there = answer instanceof Uint8Array;
          probe.found(name, there ? answer : undefined, answer === 'denied');
        }
      }
      this.note = probe.note();
      this.isPartial ||= this.note !== undefined;
      return probe.finish();
    } finally {
      probe.free();
    }
  }

  async open(path: string): Promise<FileSource> {
    const file = this.file(path);
    const blob = this.#read.get(path);
    return blob ? new BlobSource({ path: file.path, blob }) : await openAddress(file, this.#client);
  }

  file(path: string): AddressFile {
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
          const blob = await keep(file, response);
          this.#read.set(path, blob);
          return new Uint8Array(await blob.arrayBuffer());
        },
      );
    } catch (thrown) {
      if (!(thrown instanceof Passing) || this.#read.size === 0) throw thrown;
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
