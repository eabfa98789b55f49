import type { ReactiveControllerHost } from 'lit';
import type { Analyzer, AnalyzerOptions } from '../../analyzer';
import { today } from '../../day';
import type { RunOptions, RunState } from '../../types';
import type { OutageChoice } from '../../ui/results/outages_view';
import type { Mapping } from '../../ui/setup/mapping';
import type { Fields, FormStage } from '../../ui/setup/options_form';
import { ColumnChoice, type Opened } from '../columns/column_choice';
import { ValueChecks } from '../columns/value_checks';
import { FetchControl } from '../provider/fetch_control';
import { announce } from './announce';
import { datedOptions, datesDiffer, runDatesDiffer } from './dates';
import { DisconnectController } from './disconnect_controller';
import { Opening, type Opens, sampleOf } from './opening';
import { fieldsOf, optionsOf, outageOptions } from './options';
import { OwnAnalyzer } from './own_analyzer';
import { PrivateFiles } from './private_files';
import { Results } from './results';
import { startsItself } from './short';
import { stageOf } from './stage';

/** The user's choices, and the analyzer that works on them. */
export class Session {
  /** The user's input. */
  fields: Fields = { endDate: '', runDate: today(), timezone: '' };
  /** The portal's columns, and omitted roles. */
  given: Mapping = { columns: {}, omitRoles: [] };
  /** What is an outage, and whether outages are gaps. */
  outages: OutageChoice = { share: undefined, excluded: false };
  /** Whether files are analyzed as soon as they are open. */
  autorun = false;
  /** Whether they are if the run is short and nothing is left to decide. */
  startsShortRuns = false;
  readonly opening = new Opening();
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #own = new OwnAnalyzer({
    run: (analyzer, state) => this.#followed(analyzer, state),
    fetch: () => this.#host.requestUpdate(),
  });
  #run: RunState = { phase: 'idle' };
  /** The columns that the user chose. */
  readonly columns = new ColumnChoice();
  /** The provider of the snapshot, and its job. */
  readonly fetching: FetchControl;
  /** How the first values of the chosen columns can be read. */
  readonly checks = new ValueChecks((...input) => this.analyzer.preview.check(...input));
  readonly files: PrivateFiles;
  readonly results: Results;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    this.files = new PrivateFiles(host);
    this.results = new Results(host, this.#own, this.opening);
    this.fetching = new FetchControl(host, {
      analyzer: () => this.results.analyzer,
      options: () => this.results.optionsOf(this.options),
    });
    new DisconnectController(host, () => this.#end());
  }

  get analyzer(): Analyzer {
    return this.#own.get();
  }

  /** The resources and URLs of the next analyzer. */
  set settings(settings: AnalyzerOptions) {
    this.#own.settings = settings;
  }

  get run(): RunState {
    return this.#run;
  }

  /** The fields that the results are of; undefined before there are results. */
  get applied(): Fields | undefined {
    return this.#run.phase === 'done' ? fieldsOf(this.#run.outcome.options) : undefined;
  }

  get mapping(): Mapping {
    return this.columns.mapping;
  }

  /** Returns a column's values in the first rows of a file. */
  readonly rows = (column: string, file: string) => this.analyzer.preview.rows(column, file);

  /** Returns the views of each month in the data read so far. */
  readonly soFar = () => this.analyzer.preview.soFar();

  /** Whether the results on the page are of an earlier run. */
  get isEarlier(): boolean {
    return this.results.shown !== undefined && this.#run.phase !== 'done';
  }

  /** Whether an analysis with the current options would differ from one with others. */
  differs(options: RunOptions): boolean {
    const next = this.options;
    const read = next.timezone !== options.timezone;
    return read || datesDiffer(next, options) || runDatesDiffer(next, options);
  }

  get stage(): FormStage {
    return stageOf(this.#run);
  }

  open(opens: Opens, of: Opened = 'files', all?: boolean): Promise<void> {
    return this.opening.track(this.#open(opens, of, all));
  }

  async #open(opens: Opens, of: Opened, all?: boolean): Promise<void> {
    this.results.keep();
    this.#own.renew();
    this.fetching.opens(of);
    this.opening.take(opens, of, all);
    this.columns.clear(this.given, of);
    await this.analyzer.open(opens, this.options);
    const run = this.#run;
    if (run.phase !== 'questions' && run.phase !== 'ready') return;
    if (this.columns.recall(run.dataset)) await this.analyzer.choose(this.options);
    this.#host.requestUpdate();
    if (await startsItself(this)) await this.start();
  }

  /** Opens the sample and runs, so that there is something to see. */
  async openSample(): Promise<void> {
    this.results.keep();
    this.#own.renew();
    await this.open(sampleOf(this.analyzer), 'sample');
    if (this.#run.phase === 'ready') await this.start();
  }

  async choose(mapping: Mapping): Promise<void> {
    this.columns.take(mapping, 'dataset' in this.#run ? this.#run.dataset : undefined);
    if (await this.#again()) return;
    await this.analyzer.choose(this.options);
  }

  async start(): Promise<void> {
    // Opening again may be cancelled, or fail.
    if ((await this.#again()) && this.#run.phase !== 'ready') return;
    await this.analyzer.run(this.options);
  }

  /** Derives again what other dates or outages affect. */
  async changeDates(): Promise<void> {
    if (this.stage !== 'done' || this.#run.phase !== 'done') return;
    const { options } = this.#run.outcome;
    const next = datedOptions(options, this.fields, this.outages);
    if (datesDiffer(next, options)) await this.analyzer.setEndDate(next);
    if (runDatesDiffer(next, options)) await this.analyzer.setRunDate(next);
  }

  /** Finds outages by another rule, or changes whether they are excluded from the gaps. */
  async chooseOutages(outages: OutageChoice): Promise<void> {
    const { shown, analyzer } = this.results;
    if (!shown || shown.outcome.updating) return;
    if (!this.isEarlier) this.outages = outages;
    const { outageShare: _, excludeOutages: __, ...options } = shown.outcome.options;
    await analyzer.setEndDate({ ...options, ...outageOptions(outages) });
  }

  /** The options of a run, from the user's input. */
  get options(): RunOptions {
    return this.opening.of(optionsOf(this.fields, this.mapping, this.outages, this.fetching.ofRun));
  }

  /** Opens the data again beside its results. Returns false if there are no results to keep. */
  async #again(): Promise<boolean> {
    const { last } = this.opening;
    if (!last || !this.results.keep()) return false;
    await this.analyzer.open(last[0], this.options);
    for (const file of this.opening.skipped) this.analyzer.excludeFile(file);
    return true;
  }

  /** Ends the workers and their work. */
  #end(): void {
    this.results.end();
    this.#own.end();
    if (this.#run.phase !== 'idle') this.#changed({ phase: 'cancelled' });
  }

  #followed(analyzer: Analyzer, state: RunState): void {
    this.results.note(analyzer, state);
    if (this.#own.is(analyzer)) this.#changed(state);
    else this.#host.requestUpdate();
  }

  #changed(state: RunState): void {
    this.#run = state;
    void this.checks.note(state).then(() => this.#host.requestUpdate());
    this.#host.requestUpdate();
    announce(this.#host, state);
  }
}
