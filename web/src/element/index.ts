import { html, nothing, type PropertyValues } from 'lit';
import type { Analyzer } from '../analyzer';
import { today } from '../day';
import { checkAddresses, selectAddresses } from '../sources/selection/addresses';
import { selectDropped } from '../sources/selection/dropped';
import { type Sources, selectGiven } from '../sources/selection/given';
import { selectPicked } from '../sources/selection/picked';
import type { Chosen, RunState, Warning } from '../types';
import type { AddressesEvent } from '../ui/files/addresses_form';
import type { PickedEvent } from '../ui/files/drop_zone';
import { introduction } from '../ui/files/introduction';
import type { Fields } from '../ui/setup/options_form';
import { theme } from '../ui/theme';
import type { Fix } from '../ui/verdict/issues';
import { mappingOf } from './columns/column_choice';
import { Dropping } from './dropping';
import { FocusKeeper } from './focus_keeper';
import { ElementOptions } from './properties/element_options';
import { absolute } from './properties/properties';
import { refusedView } from './properties/refused';
import { Session } from './session/session';
import { focusOn, setUp } from './set_up';
import { SourcePanel, sourceBar } from './source_panel';
import { elementStyles } from './styles';
import { endingView, resultsView } from './views';

/** The user's input and the selected result. */
type View = Pick<DaytallyElement, 'endDate' | 'runDate' | 'timezone' | 'tab'>;

/**
 * `<day-tally>`: from dropped files to tables of results, in one element.
 *
 * It reports by the events of `DaytallyEvents`. `::part(page)` and `::part(header)` are its frame,
 * and its custom properties, such as `--accent`, its colours.
 */
export class DaytallyElement extends ElementOptions {
  static override styles = [theme, elementStyles];

  readonly #session = new Session(this);
  readonly #panel = new SourcePanel(this, this.#session);
  readonly #dropping = new Dropping(this, (data) => {
    void this.#session.open(selectDropped(data));
  });

  constructor() {
    super();
    new FocusKeeper(this);
    // The user is about to choose files; other visitors of a portal need not load anything.
    for (const type of ['dragenter', 'pointerenter', 'focusin']) {
      this.addEventListener(type, () => this.analyzer.prepare(), { once: true });
    }
  }

  /** Whether runs that take a moment start by themselves, as on the page. */
  set startsShortRuns(starts: boolean) {
    this.#session.startsShortRuns = starts;
  }

  /** The analyzer; created when first needed. */
  get analyzer(): Analyzer {
    this.willUpdate();
    return this.#session.analyzer;
  }

  /** Opens files, folders or URLs in place of the current ones; see `open` of the package. */
  async open(sources: Sources): Promise<void> {
    this.willUpdate();
    await this.#session.open(selectGiven(sources));
  }

  /** Analyzes the open files. */
  async run(): Promise<void> {
    this.willUpdate();
    await this.#session.start();
  }

  /** Stops the current work. */
  cancel(): void {
    this.analyzer.cancel();
  }

  protected override willUpdate(changed?: PropertyValues): void {
    const { endDate, timezone, workers, memory, workerUrl, wasmUrl } = this;
    const bytes = memory && { memory: memory * 2 ** 20 };
    this.#session.settings = { ...(workers && { workers }), ...bytes, workerUrl, wasmUrl };
    this.#session.asking.give(this.provider);
    this.#session.given = mappingOf(this.columns, this.dateFormats);
    this.#session.autorun = this.autorun;
    this.#session.opening.asFiles = this.asFiles;
    this.#session.fields = { endDate, runDate: this.runDate || today(), timezone };
    // Last, because opening uses all of these.
    if (changed?.has('src') && this.src.trim()) this.#openAddresses(absolute(this.src));
  }

  override render() {
    const { run } = this.#session;
    // If it cannot be loaded, the next change tries again.
    if (run.phase !== 'idle') void import('../ui/opened').catch(() => {});
    const chosen = chosenOf(run);
    const idle = run.phase === 'idle';
    return html`
      <main part="page" class=${idle ? 'idle' : ''}>
        <header part="header">
          <h1>Daytally</h1>
          ${idle ? html`<p>Monthly views, missing days and current counts from daily-views Parquet</p>` : nothing}
        </header>
        ${refusedView(this.refused)}
        ${idle || this.#panel.other ? this.#dropZone(idle) : nothing}
        ${idle ? introduction : nothing}
        ${sourceBar(this.#session, this.#panel)}
        ${setUp(this.#session, this.#panel, (fields) => this.#enter(fields))}
        <day-tally-dataset
          .chosen=${chosen}
          .spills=${this.#session.files.available}
          ?hidden=${!chosen}
        ></day-tally-dataset>
        <day-tally-problems .problems=${chosen?.problems ?? []}></day-tally-problems>
        <day-tally-warnings .warnings=${warningsBefore(run)}></day-tally-warnings>
        <day-tally-progress .run=${run} @cancel=${() => this.analyzer.cancel()}></day-tally-progress>
        <day-tally-so-far .run=${run} .load=${this.#session.soFar}></day-tally-so-far>
        ${endingView(this.#session)}
        ${resultsView(
          this.#session,
          this.tab,
          this.#tabs,
          (tab) => this.#look({ tab }),
          (what) => void this.#fix(what),
        )}
      </main>
    `;
  }

  #dropZone(idle: boolean) {
    return html`
      <day-tally-drop-zone
        ?compact=${!idle}
        ?over=${this.#dropping.over}
        @picked=${(event: PickedEvent) => this.#session.open(selectPicked(event.detail))}
        .check=${checkAddresses}
        @addresses=${(event: AddressesEvent) => this.#openAddresses(event.detail)}
        @sample=${() => this.#session.openSample()}
      ></day-tally-drop-zone>
    `;
  }

  /** Shows where an issue can be fixed. */
  async #fix(what: Fix): Promise<void> {
    this.#panel.show();
    await this.updateComplete;
    await focusOn(this.renderRoot, what);
  }

  get #tabs(): readonly string[] {
    return this.tabs.split(/\s+/).filter(Boolean);
  }

  #openAddresses(urls: readonly string[]): void {
    void this.#session.open(selectAddresses(urls));
  }

  #enter({ endDate, runDate, timezone }: Fields): void {
    this.#look({ endDate, runDate: runDate === today() ? '' : runDate, timezone });
  }

  /** Applies the user's input or selection, and fires `viewchange`. */
  #look(view: Partial<View>): void {
    Object.assign(this, view);
    this.dispatchEvent(new Event('viewchange'));
  }
}

/** Returns the warnings of a plan; those of results are shown above them. */
function warningsBefore(run: RunState): readonly Warning[] {
  return run.phase !== 'done' && 'dataset' in run ? (run.dataset?.plan.warnings ?? []) : [];
}

function chosenOf(run: RunState): Chosen | undefined {
  if ('dataset' in run && run.dataset) return run.dataset;
  return run.phase === 'failed' ? run.chosen : undefined;
}
