import type { Engine } from '../generated/daytally.js';
import type { Place } from '../rpc/calls';
import { readRanges } from '../sources/ranges';
import type { Files } from './files';
import { Turns } from './turns';

/** Reads rows of the input again as they are looked at. */
export class Combined {
  readonly #engine: () => Engine;
  readonly #files: Files;
  readonly #turns = new Turns();

  constructor(engine: () => Engine, files: Files) {
    this.#engine = engine;
    this.#files = files;
  }

  /** Rows of one row group, `start` counted within it. */
  window({ file, rowGroup }: Place, start: number, length: number): Promise<Uint8Array> {
    return this.#turns.take(async () => {
      await this.#files.open(file);
      const needs = this.#engine().combinedNeeds(file, rowGroup);
      const { parts } = await readRanges(this.#files.source(file), needs);
      for (const { start, bytes } of parts) this.#engine().pushCombined(start, bytes);
      return this.#engine().combinedWindow(start, length);
    });
  }
}
