import { freeBuffer } from '../../browser/free_buffer';
import type { Engine } from '../../generated/daytally.js';
import type { RowGroupRef } from '../../rpc/row_group';
import { readRanges } from '../../sources/ranges';
import type { Files } from '../files/files';
import { SerialQueue } from '../serial_queue';

/** Sums the views of one video by day; reads row groups again. */
export class Daily {
  readonly #engine: () => Engine;
  readonly #files: Files;
  readonly #queue = new SerialQueue();

  constructor(engine: () => Engine, files: Files) {
    this.#engine = engine;
    this.#files = files;
  }

  /** Returns the video's sums in a row group; undefined if its footer excludes the video. */
  views(
    { file, rowGroup }: RowGroupRef,
    video: string,
    channels: string[],
  ): Promise<Uint8Array | undefined> {
    return this.#queue.run(async () => {
      await this.#files.openRows(file);
      const needs = this.#engine().dailyNeeds(file, rowGroup, video, channels);
      if (!needs) return undefined;
      const { parts } = await readRanges(await this.#files.source(file), Float64Array.from(needs));
      for (const { start, bytes } of parts) this.#engine().pushDaily(start, bytes);
      for (const { bytes } of parts) freeBuffer(bytes);
      return this.#engine().dailyViews(video);
    });
  }
}
