import { DaytallyError, pageCodes } from '../../errors';
import type { Engine } from '../../generated/daytally.js';
import type { Folded } from '../../rpc/calls';
import { BlobReader } from '../../sources/blob_reader';
import { type Part, readRanges } from '../../sources/ranges';
import type { Reads, SoFar, Task } from '../../types';
import type { Files } from '../files/files';
import { SerialQueue } from '../serial_queue';
import type { Reporter } from './reporter';
import type { Spills } from './spills';

/** Milliseconds of folding after which the next row group may request its bytes. */
const slice = 30;

/** Folds row groups one after another; the bytes of the next are read meanwhile. */
export class Folding {
  readonly #engine: () => Engine;
  readonly #files: Files;
  readonly #spills: Spills;
  readonly #reporter: Reporter;
  readonly #reader = new BlobReader();
  readonly #queue = new SerialQueue();
  #rows = 0;

  constructor(engine: () => Engine, files: Files, spills: Spills, reporter: Reporter) {
    this.#engine = engine;
    this.#files = files;
    this.#spills = spills;
    this.#reporter = reporter;
  }

  /** Restarts the count of rows, and forgets what an earlier run did not finish. */
  begin(): void {
    this.#reader.clear();
    this.#reporter.clear();
    this.#rows = 0;
  }

  /** Returns the sums of the rows that were folded so far. */
  soFar(): SoFar {
    const began = performance.now();
    const { months } = this.#engine().soFar();
    return { rows: this.#rows, months, took: performance.now() - began };
  }

  /** Frees what is only needed while row groups are folded. */
  end(): void {
    this.#reader.clear();
  }

  /** Folds row groups in their order; their bytes are read while earlier ones are folded. */
  async fold(tasks: readonly Task[]): Promise<Folded> {
    const reading = this.#read(tasks);
    // A failure is handled when this is awaited; until then it has no handler.
    reading.catch(() => {});
    return await this.#queue.run(async () => {
      const { parts, reads } = await reading;
      const lastUse = lastUses(parts);
      const rows: number[] = [];
      for (const [number, task] of tasks.entries()) {
        const own = parts[number] ?? [];
        await this.#within(task.file, async () => {
          this.#push(task, own);
          for (const buffer of new Set(own.map(({ bytes }) => bytes.buffer)))
            if (lastUse.get(buffer) === number) this.#reader.release(buffer);
          rows.push(await this.#advance(task));
        });
      }
      return { ...reads, rows };
    });
  }

  /** Returns the parts of each row group; those of a file are read together. */
  async #read(tasks: readonly Task[]): Promise<{ parts: Part[][]; reads: Reads }> {
    const ofFiles = new Map<number, Task[]>();
    for (const task of tasks) {
      const sameFile = ofFiles.get(task.file);
      if (sameFile) sameFile.push(task);
      else ofFiles.set(task.file, [task]);
    }
    const parts = new Map<Task, Part[]>();
    const reads = { bytes: 0, requests: 0 };
    const read = [...ofFiles].map(([file, tasks]) => {
      return this.#within(file, async () => {
        const source = await this.#files.reading(file);
        const needs = tasks.map(({ rowGroup }) => this.#engine().openTask(file, rowGroup));
        const spans = Float64Array.from(needs.flatMap((some) => [...some]));
        const batch = await readRanges(source, spans, this.#reader);
        let next = 0;
        for (const [number, task] of tasks.entries()) {
          const count = (needs[number]?.length ?? 0) / 2;
          parts.set(task, batch.parts.slice(next, next + count));
          next += count;
        }
        const { bytes, requests } = source.reads ?? batch.reads;
        reads.bytes += bytes;
        reads.requests += requests;
      });
    });
    await Promise.all(read);
    return { parts: tasks.map((task) => parts.get(task) ?? []), reads };
  }

  /** Does something with a file, and names it in an error. */
  async #within<T>(file: number, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      const error = DaytallyError.from(thrown);
      const crashed = error.code === pageCodes.crashed;
      throw crashed ? error.inFile(this.#files.path(file)) : error;
    }
  }

  /** Pushes the parts; WebAssembly then has its own copy. */
  #push({ file, rowGroup }: Task, parts: readonly Part[]): void {
    const engine = this.#engine();
    engine.startTask(file, rowGroup);
    for (const { start, bytes } of parts) engine.pushTask(start, bytes);
  }

  /** Folds a row group. Returns its rows, which are fewer if its table has deleted some. */
  async #advance(task: Task): Promise<number> {
    const engine = this.#engine();
    let folded = 0;
    for (let rested = performance.now(); ; ) {
      if (engine.isFull()) engine.spill(await this.#spills.file('runs'));
      const rows = engine.advance();
      if (rows === 0) break;
      folded += rows;
      this.#rows += rows;
      this.#reporter.add({ rows, bytes: (task.bytes * rows) / Math.max(task.rows, rows) });
      if (performance.now() - rested > slice) {
        await messages();
        rested = performance.now();
      }
    }
    const rest = 1 - folded / Math.max(task.rows, folded, 1);
    if (rest > 0) this.#reporter.add({ rows: 0, bytes: task.bytes * rest });
    return folded;
  }
}

/**
 * Returns which row group is the last to need each buffer; neighbouring row groups are read
 * together.
 */
function lastUses(parts: readonly (readonly Part[])[]): Map<ArrayBufferLike, number> {
  const uses = new Map<ArrayBufferLike, number>();
  for (const [number, own] of parts.entries()) {
    for (const { bytes } of own) uses.set(bytes.buffer, number);
  }
  return uses;
}

/** Resolves when the messages that came in the meantime have been handled. */
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
