import { DaytallyError, pageCodes } from '../../errors';
import { part } from '../../options/run';
import type { Team } from '../../pool';
import type {
  Chosen,
  Dataset,
  FileSummary,
  InputFile,
  Options,
  Problem,
  RunOptions,
  Selection,
} from '../../types';
import { type Footers, readFooters } from './footers';
import { nameOf } from './name';
import { schemaOf, videosWithin } from './schema';
import { type Files, nothingToRead, selectFiles } from './selecting';

/** The files of a run: their footers, and which are skipped. */
export class ChosenFiles {
  readonly #team: Team;
  readonly #selected: Files;
  readonly #leftOut = new Map<string, Problem>();
  /** Files that proved bad when read with the last plan's settings. */
  readonly #bad = new Map<string, Problem>();
  #settings = '';
  #footers: Footers = { summaries: [], problems: [] };
  #planProblems: readonly Problem[] = [];
  /** The last plan, with all that it depends on. */
  #planned: { readonly of: string; readonly dataset: Dataset } | undefined;

  private constructor(team: Team, selected: Files) {
    this.#team = team;
    this.#selected = selected;
  }

  /** Decides which files of a selection count. Rejects with a DaytallyError for a table. */
  static async select(
    team: Team,
    selection: Selection,
    options: Pick<RunOptions, 'asFiles' | 'tableVersion'> = {},
  ): Promise<ChosenFiles> {
    return new ChosenFiles(team, await selectFiles(team, selection, options));
  }

  /** The files to read. */
  get files(): readonly InputFile[] {
    return this.#selected.files;
  }

  get summary(): Chosen {
    const { files, ignored, tables, notes, versions } = this.#selected;
    const found = [...this.#footers.problems, ...this.#planProblems];
    const problems = [...found, ...this.#leftOut.values(), ...this.#bad.values()];
    const name = nameOf(files.map(({ path }) => path));
    return {
      name,
      files: files.length,
      problems,
      ignored,
      tables,
      notes,
      ...(versions && { versions }),
    };
  }

  async readFooters(signal: AbortSignal, onFile: (done: number) => void): Promise<void> {
    const { files } = this.#selected;
    this.#footers = await readFooters(this.#team, files, signal, onFile);
    this.#planned = undefined;
  }

  /** Skips a file in every plan from now on. */
  excludeFile(path: string): void {
    const message = `${path}: skipped by your choice.`;
    this.#leftOut.set(path, { code: 'left_out', message, location: { file: path } });
  }

  /**
   * Skips the file of a problem in plans with the settings of the last one. With other columns or
   * date formats it may be readable, or its unreadable part may not be needed.
   */
  skip(problem: Problem): void {
    const { file } = problem.location;
    if (file !== undefined) this.#bad.set(file, problem);
  }

  /** Rejects with a DaytallyError of code `no_input` if there is no file to read. */
  async plan(options: RunOptions): Promise<Dataset> {
    if (this.#selected.files.length === 0) throw noInput(nothingToRead(this.#selected));
    if (this.#footers.summaries.length === 0) {
      throw noInput('No readable files: see their problems.');
    }
    const settings = ChosenFiles.settings(options);
    this.#retryAfter(settings);
    const of = JSON.stringify([settings, [...this.#leftOut.keys()], [...this.#bad.keys()]]);
    if (this.#planned?.of === of) return this.#planned.dataset;
    const skipped = (path: string) => this.#leftOut.has(path) || this.#bad.has(path);
    const summaries = this.#footers.summaries.filter(({ path }) => !skipped(path));
    const found = await this.#team.call(0, 'plan', summaries, settings);
    const plan = { ...found, warnings: [...this.#selected.warnings, ...(found.warnings ?? [])] };
    this.#planProblems = plan.problems;
    // Columns of skipped files are not offered, unless there are no others.
    const read = new Set(plan.files);
    const used = summaries.filter(({ file }) => read.has(file));
    const schema = schemaOf(used.length > 0 ? used : summaries);
    const dataset = { plan, schema, videos: videosWithin(plan, summaries), ...this.summary };
    this.#planned = { of, dataset };
    return dataset;
  }

  /** Forgets which files are bad if the settings changed. */
  #retryAfter(settings: Options): void {
    const text = JSON.stringify(settings);
    if (text !== this.#settings) this.#bad.clear();
    this.#settings = text;
  }

  /** The summaries of the files that can be read. */
  get summaries(): readonly FileSummary[] {
    return this.#footers.summaries;
  }

  /** Returns the options that the Rust side knows. */
  static settings(options: RunOptions): Options {
    const names = ['columns', 'dateFormats', 'timezone', 'omitRoles'] as const;
    const { columns, dateFormats, timezone, omitRoles = [] } = part(options, ...names);
    const settings: Options = { columns: { ...columns }, omitRoles: [...omitRoles] };
    if (dateFormats) settings.dateFormats = { ...dateFormats };
    if (timezone !== undefined) settings.timezone = timezone;
    return settings;
  }
}

/** Returns the error of a run that has nothing to read. */
export function noInput(message: string): DaytallyError {
  return new DaytallyError(pageCodes.noInput, message);
}
