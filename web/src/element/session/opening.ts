import type { Analyzer } from '../../analyzer';
import type { RunOptions, Selection } from '../../types';
import type { Opened } from '../columns/column_choice';

/** What can be opened. */
export type Opens = Selection | Promise<Selection>;

/**
 * The last opened selection, the chosen version of its table, and whether all of its files are read
 * regardless of the log of a table.
 */
export class Opening {
  /** Whether the portal wants all files. */
  asFiles = false;
  /** The version of the only table that the portal or the user wants; the newest if undefined. */
  tableVersion: number | string | undefined;
  /** The version that the user chose of the open table. */
  chosen: number | string | undefined;
  /** Whether a property of the element names the data, so that another version opens it again. */
  isBound = false;
  /** Files of the last selection that the user skips. */
  readonly skipped = new Set<string>();
  #last: readonly [Opens, Opened] | undefined;
  #work: Promise<void> | undefined;
  #all = false;
  #version: number | string | undefined;

  /** Returns the options with this choice. */
  of(options: RunOptions): RunOptions {
    return {
      ...options,
      ...(this.#all && { asFiles: true }),
      ...(this.#version !== undefined && { tableVersion: this.#version }),
    };
  }

  /** What is being opened, with the run that it starts by itself; undefined once both ended. */
  get work(): Promise<void> | undefined {
    return this.#work;
  }

  /** Follows what is being opened until it ends, or something else is opened. */
  async track(work: Promise<void>): Promise<void> {
    this.#work = work;
    try {
      await work;
    } finally {
      if (this.#work === work) this.#work = undefined;
    }
  }

  /** The version with which the data was opened. */
  get version(): number | string | undefined {
    return this.#version;
  }

  /** The last selection, to be opened again. */
  get last(): readonly [Opens, Opened] | undefined {
    return this.#last;
  }

  /** Whether it is the sample, which the page has. */
  get isSample(): boolean {
    return this.#last?.[1] === 'sample';
  }

  /** Whether all files are on this machine. */
  async isLocal(): Promise<boolean> {
    const { files } = (await this.#last?.[0]) ?? { files: [] };
    return files.every((file) => 'blob' in file);
  }

  take(opens: Opens, of: Opened, all = this.asFiles): void {
    if (opens !== this.#last?.[0]) {
      this.isBound = false;
      this.chosen = undefined;
    }
    this.#last = [opens, of];
    this.#all = all;
    this.#version = this.tableVersion;
    this.skipped.clear();
  }
}

/** Returns the sample as a selection. */
export async function sampleOf(analyzer: Analyzer): Promise<Selection> {
  return { files: [await analyzer.sampleFile()], ignored: [] };
}
