import type { Engine } from '../../generated/daytally.js';
import { readRanges } from '../../sources/ranges';
import type { FileSource } from '../../sources/source';

/** The engine's number for the log file that is being read. */
const logFile = 2 ** 32 - 1;

/** A Parquet file of a log, which the engine decodes. */
export class LogRows {
  readonly #engine: Engine;
  readonly #source: FileSource;

  private constructor(engine: Engine, source: FileSource) {
    this.#engine = engine;
    this.#source = source;
  }

  /** Reads the footer of a file; another one must not be read until this one is. */
  static async open(engine: Engine, source: FileSource): Promise<LogRows> {
    engine.openFile(logFile, source.path, source.byteLength, false);
    for (;;) {
      const needs = engine.footerNeeds(logFile);
      if (needs.length === 0) break;
      const { parts } = await readRanges(source, needs);
      for (const { start, bytes } of parts) engine.pushFooter(logFile, start, bytes);
    }
    return new LogRows(engine, source);
  }

  get rows(): number {
    return this.#engine.footer(logFile).rows;
  }

  /** The columns that it stores, for the module of tables. */
  get stored(): string[] {
    return this.#engine.storedColumns(logFile);
  }

  /** Passes the values of some columns to `take`; without columns, the lines of a checkpoint. */
  async read(
    take: (rows: Uint8Array) => void,
    columns: Uint32Array = new Uint32Array(),
  ): Promise<void> {
    const engine = this.#engine;
    for (const rowGroup of engine.footer(logFile).rowGroups.keys()) {
      const needs = engine.logNeeds(logFile, rowGroup, columns);
      const { parts } = await readRanges(this.#source, Float64Array.from(needs));
      for (const { start, bytes } of parts) engine.pushLog(start, bytes);
      for (let rows = engine.logRows(); rows.length > 0; rows = engine.logRows()) take(rows);
    }
  }
}
