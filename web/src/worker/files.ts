import type { Engine } from '../generated/daytally.js';
import { readRanges } from '../sources/ranges';
import { BlobSource, type FileSource } from '../sources/source';
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
    const opened = this.#opened.get(file) ?? this.#readFooter(file);
    this.#opened.set(file, opened);
    return opened;
  }

  async footer(file: number): Promise<FileSummary> {
    await this.open(file);
    return this.#engine().footer(file);
  }

  async #readFooter(file: number): Promise<void> {
    const source = this.source(file);
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
