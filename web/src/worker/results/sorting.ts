import type * as Wasm from '../../generated/daytally.js';
import type { Passed, SortPass, SortSegment } from '../../rpc/sorting';
import type { Module } from '../module';
import { SerialQueue } from '../serial_queue';
import type { Combined } from './combined';

/** Rows of the input or of unanswered ids that are passed to the engine at once. */
const rowsAtOnce = 65_536;

/** Sorts results by a column, one part at a time. */
export class Sorting {
  readonly #wasm: Pick<Module, 'SortedPart'>;
  readonly #engine: () => Wasm.Engine;
  readonly #job: () => Wasm.SnapshotJob;
  readonly #combined: Combined;
  readonly #queue = new SerialQueue();
  #part: { readonly name: string; readonly rows: Wasm.SortedPart } | undefined;

  constructor(
    wasm: Pick<Module, 'SortedPart'>,
    engine: () => Wasm.Engine,
    job: () => Wasm.SnapshotJob,
    combined: Combined,
  ) {
    this.#wasm = wasm;
    this.#engine = engine;
    this.#job = job;
    this.#combined = combined;
  }

  /** Passes over the rows of some places; one pass after the other. */
  pass(pass: SortPass, segments: readonly SortSegment[]): Promise<Passed> {
    return this.#queue.run(async () => {
      const engine = this.#engine();
      const { column } = pass;
      if (pass.find === 'sample') engine.beginSample(column, pass.every);
      else engine.beginPart(column, [...pass.samples], pass.parts, pass.keep);
      for (const segment of segments) await this.#show(segment);
      const keys = engine.passKeys();
      const counts = engine.passCounts();
      return { keys, counts, streams: engine.passRows() };
    });
  }

  /** Sorts rows and keeps them until others are sorted. */
  sort(name: string, streams: readonly Uint8Array[], column: number): void {
    this.#part?.rows.free();
    this.#part = undefined;
    this.#part = { name, rows: new this.#wasm.SortedPart([...streams], column) };
  }

  window(name: string, start: number, length: number, backwards: boolean): Uint8Array | undefined {
    const { name: stored, rows } = this.#part ?? {};
    if (stored !== name) return undefined;
    return backwards ? rows?.backwards(start, length) : rows?.window(start, length);
  }

  async #show({ place, rows, firstRow }: SortSegment): Promise<void> {
    const { filter } = place;
    if (place.in === 'share') {
      this.#engine().passShare(place.kind, filter, firstRow);
      return;
    }
    for (let start = 0; start < rows; start += rowsAtOnce) {
      const length = Math.min(rowsAtOnce, rows - start);
      const window =
        place.in === 'input'
          ? await this.#combined.window(place.task, filter, start, length)
          : this.#job().unansweredWindow(filter, start, length);
      this.#engine().passTable(window, firstRow + start);
    }
  }
}
