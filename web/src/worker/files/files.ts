import type { Engine } from '../../generated/daytally.js';
import { HttpClient } from '../../sources/http/client';
import { openUrl } from '../../sources/http/url_source';
import { readRanges } from '../../sources/ranges';
import { BlobSource, type FileSource } from '../../sources/source';
import { WholeSource, wholeBytes } from '../../sources/whole';
import type { FileSummary, InputFile } from '../../types';
import type { LazyStores } from './lazy_stores';
import type { LazyTables } from './lazy_tables';

/** The files that this worker may read, opened when first needed. */
export class Files {
  readonly #engine: () => Engine;
  readonly #tables: LazyTables;
  readonly #stores: LazyStores;
  #files: readonly InputFile[] = [];
  #client: HttpClient;
  #sources = new Map<number, Promise<FileSource>>();
  #opened = new Map<number, Promise<void>>();
  #deleted = new Map<number, Promise<void>>();

  constructor(engine: () => Engine, tables: LazyTables, stores: LazyStores) {
    this.#engine = engine;
    this.#tables = tables;
    this.#stores = stores;
    this.#client = this.#clientOf(1);
  }

  /** Takes other files; at most `requests` to hosts are in flight. */
  register(files: readonly InputFile[], requests: number): void {
    this.#client.close();
    this.#client = this.#clientOf(requests);
    this.#files = files;
    this.#sources = new Map();
    this.#opened = new Map();
    this.#deleted = new Map();
  }

  /** Takes the versions of the same files; open files keep theirs. */
  pin(files: readonly InputFile[]): void {
    this.#files = files;
  }

  async pinned(file: number): Promise<InputFile> {
    return (await this.source(file)).input ?? this.#input(file);
  }

  path(file: number): string {
    return this.#input(file).path;
  }

  /**
   * Returns the source of a file's bytes. Rejects with a DaytallyError if its URL cannot be read.
   */
  source(file: number): Promise<FileSource> {
    const source = this.#sources.get(file) ?? this.#sourceOf(this.#input(file));
    this.#sources.set(file, source);
    return source;
  }

  /** Returns the numbers of the files of a path. */
  named(path: string): number[] {
    return this.#files.flatMap((input, file) => (input.path === path ? [file] : []));
  }

  /** Reads a file's footer once, so that the engine knows the file. */
  async open(file: number): Promise<void> {
    await this.#open(file, await this.source(file));
  }

  /** Opens a file of which rows are read, without those that its table has deleted. */
  async openRows(file: number): Promise<void> {
    await this.open(file);
    await this.#withoutDeleted(file);
  }

  /**
   * Opens a file to be read; a small one is read whole, so that its footer needs no separate read.
   */
  async reading(file: number): Promise<FileSource> {
    let source = await this.source(file);
    if (!this.#opened.has(file) && source.byteLength <= wholeBytes) {
      source = await WholeSource.read(source);
    }
    await this.#open(file, source);
    await this.#withoutDeleted(file);
    return source;
  }

  async footer(file: number): Promise<FileSummary> {
    await this.open(file);
    return this.#engine().footer(file);
  }

  #open(file: number, source: FileSource): Promise<void> {
    const opened = this.#opened.get(file) ?? this.#readFooter(file, source);
    this.#opened.set(file, opened);
    return opened;
  }

  async #withoutDeleted(file: number): Promise<void> {
    const { path, table } = this.#input(file);
    if (table?.vector === undefined && !table?.rows) return;
    const { deleteRows } = await this.#tables.load();
    const open = (input: InputFile) => this.#sourceOf(input);
    const deleted = this.#deleted.get(file) ?? deleteRows(this.#engine(), file, path, table, open);
    this.#deleted.set(file, deleted);
    await deleted;
  }

  async #readFooter(file: number, source: FileSource): Promise<void> {
    const engine = this.#engine();
    const { path, table } = this.#input(file);
    const tables = table && (await this.#tables.load());
    if (table) tables?.checkSize(path, source.byteLength, table);
    engine.openFile(file, source.path, source.byteLength, this.#input(file).inFolder === true);
    for (;;) {
      const needs = engine.footerNeeds(file);
      if (needs.length === 0) break;
      const { parts } = await readRanges(source, needs);
      for (const { start, bytes } of parts) engine.pushFooter(file, start, bytes);
    }
    if (table) tables?.placeColumns(engine, file, path, table);
    (await this.source(file)).settle?.();
  }

  #clientOf(requests: number): HttpClient {
    return new HttpClient(requests, { stores: this.#stores });
  }

  #input(file: number): InputFile {
    const input = this.#files[file];
    if (!input) throw new Error(`no file has the number ${file}`);
    return input;
  }

  async #sourceOf(input: InputFile): Promise<FileSource> {
    return 'blob' in input ? new BlobSource(input) : await openUrl(input, this.#client);
  }
}

/** The length of the footer and the magic bytes, at the end of every Parquet file. */
const trailerBytes = 8;

/**
 * Returns the SHA-256 of a file's footer, including its length and magic, in hexadecimal digits.
 */
export async function footerDigest(source: FileSource): Promise<string | null> {
  // Missing if the page is not served by https.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  const { byteLength } = source;
  const trailer = await source.slice(Math.max(0, byteLength - trailerBytes), byteLength);
  const length = new DataView(trailer).getUint32(0, true) + trailerBytes;
  const footer = await source.slice(Math.max(0, byteLength - length), byteLength);
  const digest = new Uint8Array(await subtle.digest('SHA-256', footer));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
