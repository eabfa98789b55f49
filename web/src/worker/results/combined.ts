import { freeBuffer } from '../../browser/free_buffer';
import type { Engine } from '../../generated/daytally.js';
import type { FoundRow } from '../../rpc/calls';
import type { RowGroupRef } from '../../rpc/row_group';
import { readRanges } from '../../sources/ranges';
import type { Filter } from '../../types';
import type { IssuePlace } from '../../types/issue_row';
import type { Files } from '../files/files';
import { SerialQueue } from '../serial_queue';

/** Reads rows of the input again when they are shown. */
export class Combined {
  readonly #engine: () => Engine;
  readonly #files: Files;
  readonly #queue = new SerialQueue();
  /** Bytes that the engine lacks of its last row group. */
  #lacking: Float64Array = new Float64Array();

  constructor(engine: () => Engine, files: Files) {
    this.#engine = engine;
    this.#files = files;
  }

  /** Returns how many rows of one row group match a filter. */
  rows(place: RowGroupRef, filter: Filter): Promise<number> {
    return this.#queue.run(async () => {
      await this.#read(place);
      return this.#engine().combinedRows(filter);
    });
  }

  /** Returns rows of those that match, with `start` counted within them. */
  window(place: RowGroupRef, filter: Filter, start: number, length: number): Promise<Uint8Array> {
    return this.#queue.run(async () => {
      await this.#read(place);
      return this.#engine().combinedWindow(filter, start, length);
    });
  }

  /** Returns the first rows with an issue of a row group. */
  issueRows({ file: path, rowGroup, role, unreadable }: IssuePlace): Promise<FoundRow[]> {
    return this.#queue.run(async () => {
      // Two files dropped from different folders may have one path; those of one are enough.
      for (const file of this.#files.named(path)) {
        await this.#read({ file, rowGroup });
        const found = this.#engine().examples(role, unreadable);
        if (found.length === 0) continue;
        const numbers = found.filter((each) => typeof each === 'number');
        const values = found.filter((each) => typeof each === 'string');
        return values.map((value, at) => {
          const [row = 0, kept = 0] = numbers.slice(at * 2);
          return { file, row, value, stream: this.#engine().combinedWindow({}, kept, 1) };
        });
      }
      return [];
    });
  }

  async #read({ file, rowGroup }: RowGroupRef): Promise<void> {
    await this.#files.openRows(file);
    const needs = this.#engine().combinedNeeds(file, rowGroup);
    // The engine reports the needs of a row group once, even if reading then failed.
    if (needs.length > 0) this.#lacking = needs;
    const { parts } = await readRanges(await this.#files.source(file), this.#lacking);
    for (const { start, bytes } of parts) this.#engine().pushCombined(start, bytes);
    for (const { bytes } of parts) freeBuffer(bytes);
    this.#lacking = new Float64Array();
  }
}
