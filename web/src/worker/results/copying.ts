import { freeBuffer } from '../../browser/free_buffer';
import type { Engine, Exporter } from '../../generated/daytally.js';
import type { RowGroupRef } from '../../rpc/row_group';
import { readRanges, spansOf } from '../../sources/ranges';
import type { Files } from '../files/files';
import { SerialQueue } from '../serial_queue';

/** Row groups of the input that are copied into the combined result. */
export class Copying {
  readonly #engine: () => Engine;
  readonly #files: Files;
  readonly #queue = new SerialQueue();

  constructor(engine: () => Engine, files: Files) {
    this.#engine = engine;
    this.#files = files;
  }

  /** Returns the bytes of a row group's chunks, 0 if it cannot be copied. */
  bytes(place: RowGroupRef): Promise<number> {
    return this.#queue.run(async () => {
      const spans = spansOf(await this.#needs(place));
      return spans.reduce((sum, { start, end }) => sum + end - start, 0);
    });
  }

  /** Appends a row group that can be copied. Returns the bytes to append to the file. */
  copy(place: RowGroupRef, exporter: Exporter): Promise<Uint8Array> {
    return this.#queue.run(async () => {
      const needs = await this.#needs(place);
      const { parts } = await readRanges(await this.#files.source(place.file), needs);
      for (const { start, bytes } of parts) this.#engine().pushCopied(start, bytes);
      for (const { bytes } of parts) freeBuffer(bytes);
      return this.#engine().copyInto(exporter);
    });
  }

  async #needs({ file, rowGroup }: RowGroupRef): Promise<Float64Array> {
    await this.#files.open(file);
    return this.#engine().copyNeeds(file, rowGroup);
  }
}
