import { DaytallyError } from '../../errors';
import type { HttpClient } from '../../sources/http/client';
import type { FileSource } from '../../sources/source';
import type { InputFile } from '../../types';
import { sourceOf } from '../files/entries';

/** The files of a table's folder, as its log names them. */
export interface LogFiles {
  /** Returns the names of the files in a folder below the table's. */
  names(folder: string): Promise<string[]>;
  /** Opens a file by its path below the table's folder. */
  open(path: string): Promise<FileSource>;
  /** Returns a file by its path below the table's folder. */
  file(path: string): InputFile;
  /** What cannot be known about the log; set with its names. */
  readonly note?: string | undefined;
  /** Whether there may be newer versions than those in its names. */
  readonly isPartial?: boolean;
}

/** The files of a chosen folder, or of one that was listed. */
export class ChosenFolder implements LogFiles {
  readonly #root: string;
  readonly #files: ReadonlyMap<string, InputFile>;
  readonly #client: HttpClient;

  constructor(root: string, files: ReadonlyMap<string, InputFile>, client: HttpClient) {
    this.#root = root;
    this.#files = files;
    this.#client = client;
  }

  async names(folder: string): Promise<string[]> {
    const start = `${this.#root}${folder}/`;
    const paths = [...this.#files.keys()].filter((path) => path.startsWith(start));
    return paths.map((path) => path.slice(start.length)).filter((name) => !name.includes('/'));
  }

  async open(path: string): Promise<FileSource> {
    return await sourceOf(this.file(path), this.#client);
  }

  file(path: string): InputFile {
    const whole = this.#root + path;
    const file = this.#files.get(whole);
    if (file) return file;
    const message = `${whole} is missing, which the table's log names. Copy the whole table again.`;
    throw new DaytallyError('missing_file', message, { file: whole });
  }
}
