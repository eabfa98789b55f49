import type { Analyzer } from '../../analyzer';
import type { RunOptions, Selection } from '../../types';
import type { Opened } from '../columns/column_choice';

/** What can be opened. */
export type Opens = Selection | Promise<Selection>;

/** Whether all files are read regardless of a table's log, or the version of the only table. */
export type How = [all?: boolean, version?: number];

/**
 * The last opened selection, whether all of its files are read, whatever the log of a table lists,
 * and the chosen version of the table.
 */
export class Opening {
  /** Whether the portal wants all files. */
  asFiles = false;
  /** Files of the last selection that the user skips. */
  readonly skipped = new Set<string>();
  #last: readonly [Opens, Opened] | undefined;
  #all = false;
  #version: number | undefined;

  /** Returns the options with this choice. */
  of(options: RunOptions): RunOptions {
    if (this.#version !== undefined) return { ...options, tableVersion: this.#version };
    return this.#all ? { ...options, asFiles: true } : options;
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

  take(opens: Opens, of: Opened, all = this.asFiles, version?: number): void {
    this.#last = [opens, of];
    this.#all = all;
    this.#version = version;
    this.skipped.clear();
  }
}

/** Returns the sample as a selection. */
export async function sampleOf(analyzer: Analyzer): Promise<Selection> {
  return { files: [await analyzer.sampleFile()], ignored: [] };
}
