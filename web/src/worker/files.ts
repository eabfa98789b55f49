import type { Engine } from '../generated/daytally.js';
import { readRanges } from '../sources/ranges';
import { BlobSource, type FileSource } from '../sources/source';
import { WholeSource, wholeBytes } from '../sources/whole';
import type { FileSummary, InputFile } from '../types';

/** The files that this worker may read, opened when first needed. */
export class Files {
  readonly #engine: () => Engine;
  #sources: FileSource[] = [];
  #opened = new Map<number, Promise<void>>();

  constructor(engine: () => Engine) {
    this.#engine = engine;
  }

  register(files: readonly InputFile[]): void {
    this.#sources = files.map((file) => new BlobSource(file));
    this.#opened = new Map();
  }

  source(file: number): FileSource {
    const source = this.#sources[file];
    if (!source) throw new Error(`no file has the number ${file}`);
    return source;
  }

  /** Reads a file's footer once, so that the engine knows the file. */
  open(file: number): Promise<void> {
    return this.#open(file, this.source(file));
  }

  /** Opens a file to be read; a small one is read whole, so that its footer is no read of its own. */
  async reading(file: number): Promise<FileSource> {
    let source = this.source(file);
    if (!this.#opened.has(file) && source.byteLength <= wholeBytes) {
      source = await WholeSource.read(source);
    }
    await this.#open(file, source);
    return source;
  }

  #open(file: number, source: FileSource): Promise<void> {
    const opened = this.#opened.get(file) ?? this.#readFooter(file, source);
    this.#opened.set(file, opened);
    return opened;
  }

  async footer(file: number): Promise<FileSummary> {
    await this.open(file);
    return this.#engine().footer(file);
  }

  async #readFooter(file: number, source: FileSource): Promise<void> {
    const engine = this.#engine();
    engine.openFile(file, source.path, source.byteLength);
    for (;;) {
      const needs = engine.footerNeeds(file);
      if (needs.length === 0) return;
      const { parts } = await readRanges(source, needs);
      for (const { start, bytes } of parts) engine.pushFooter(file, start, bytes);
    }
  }
}
