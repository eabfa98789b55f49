import { DaytallyError, pageCodes } from '../errors';
import type { Engine } from '../generated/daytally.js';
import { type Batch, readRanges } from '../sources/ranges';
import type { Reads, Task } from '../types';
import type { Files } from './files';
import type { Reporter } from './reporter';
import type { Spills } from './spills';
import { Turns } from './turns';

/** Milliseconds of folding after which the next row group may ask for its bytes. */
const slice = 30;

/** Folds row groups one after another; the bytes of the next are read meanwhile. */
export class Folding {
  readonly #engine: () => Engine;
  readonly #files: Files;
  readonly #spills: Spills;
  readonly #reporter: Reporter;
  readonly #turns = new Turns();

  constructor(engine: () => Engine, files: Files, spills: Spills, reporter: Reporter) {
    this.#engine = engine;
    this.#files = files;
    this.#spills = spills;
    this.#reporter = reporter;
  }

  async fold(task: Task): Promise<Reads> {
    const source = this.#files.source(task.file);
    try {
      await this.#files.open(task.file);
      const needs = this.#engine().openTask(task.file, task.rowGroup);
      const reading = readRanges(source, needs);
      // The turn takes the failure; until then nobody listens for it.
      reading.catch(() => {});
      return await this.#turns.take(async () => await this.#foldBatch(task, await reading));
    } catch (thrown) {
      const error = DaytallyError.from(thrown);
      throw error.code === pageCodes.crashed ? error.inFile(source.path) : error;
    } finally {
      this.#reporter.flush();
    }
  }

  async #foldBatch(task: Task, { parts, reads }: Batch): Promise<Reads> {
    const engine = this.#engine();
    engine.startTask(task.file, task.rowGroup);
    for (const { start, bytes } of parts) engine.pushTask(start, bytes);
    let folded = 0;
    for (let rested = performance.now(); ; ) {
      if (engine.isFull()) engine.spill(await this.#spills.file('runs'));
      const rows = engine.advance();
      if (rows === 0) break;
      folded += rows;
      this.#reporter.add({ rows, bytes: (task.bytes * rows) / Math.max(task.rows, rows) });
      if (performance.now() - rested > slice) {
        await messages();
        rested = performance.now();
      }
    }
    if (folded === 0) this.#reporter.add({ rows: 0, bytes: task.bytes });
    return reads;
  }
}

/** Resolves when the messages that came in the meantime have been taken. */
function messages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
