import { html, nothing, type PropertyValues } from 'lit';
import type { Analyzer } from '../analyzer';
import { today } from '../day';
import { selectDropped } from '../sources/selection/dropped';
import { type Sources, selectGiven } from '../sources/selection/given';
import { introduction } from '../ui/files/introduction';
import type { Look } from '../ui/results/look';
import type { OutageChoice } from '../ui/results/outages_view';
import type { Fields } from '../ui/setup/options_form';
import { theme } from '../ui/theme';
import type { Fix } from '../ui/verdict/issues';
import { mappingOf } from './columns/column_choice';
import { Dropping } from './dropping';
import { FocusKeeper } from './focus_keeper';
import { Looking, type ViewChange } from './looking';
import { dropZone, Opener } from './opener';
import { ElementOptions } from './properties/element_options';
import { absolute } from './properties/properties';
import { refusedView } from './properties/refused';
import { Session } from './session/session';
import { chosenOf, warningsBefore } from './session/stage';
import { focusOn, setUp } from './set_up';
import { SourcePanel, sourceBar } from './source_panel';
import { elementStyles } from './styles';
import { endingView, resultsView } from './views';

/** The user's input. */
type View = Pick<
  DaytallyElement,
  'endDate' | 'runDate' | 'timezone' | 'outageShare' | 'excludeOutages' | 'src'
>;

/**
 * `<day-tally>`: from dropped files to tables of results, in one element.
 *
 * It reports by the events of `DaytallyEvents`. `::part(page)` and `::part(header)` are its frame,
 * and its custom properties, such as `--accent`, its colours.
 */
export class DaytallyElement extends ElementOptions {
  static override styles = [theme, elementStyles];

  readonly #session = new Session(this);
  readonly #looking = new Looking(this, (change) => this.#changed(change));
  readonly #opener = new Opener(this, this.#session, (view) => this.#enterAll(view));
  readonly #panel = new SourcePanel(this, this.#session);
  readonly #dropping = new Dropping(this, (data) => {
    void this.#opener.files(selectDropped(data));
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

  /** The form of the gaps, the filters, the orders and the video that are shown. */
  get look(): Look {
    return this.#looking.look;
  }

  set look(look: Partial<Look>) {
    this.#looking.look = look;
  }

  /** Makes the URL that shows a video, for its button “Copy link”, which is absent without it. */
  set linkTo(make: ((video: string) => string) | undefined) {
    this.#looking.linkTo = make;
  }

  /** Whether leaving the page would end an export or a provider's job. */
  get working(): boolean {
    return this.#session.results.working;
  }

  /** Opens files, folders or URLs in place of the current ones; see `open` of the package. */
  async open(sources: Sources): Promise<void> {
    this.willUpdate();
    await this.#opener.files(selectGiven(sources));
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
    this.#session.outages = { share: this.outageShare, excluded: this.excludeOutages };
    this.#session.autorun = this.autorun;
    this.#session.opening.asFiles = this.asFiles;
    this.#session.fields = { endDate, runDate: this.runDate || today(), timezone };
    // Last, because opening uses all of these.
    if (changed?.has('src') && this.src.trim()) this.#opener.addresses(absolute(this.src));
  }

  override render() {
    const { run } = this.#session;
    // If it cannot be loaded, the next change tries again.
    if (run.phase !== 'idle') void import('../ui/opened');
    const chosen = chosenOf(run);
    const idle = run.phase === 'idle';
    return html`
      <main part="page" class=${idle ? 'idle' : ''}>
        ${this.#session.results.shown ? html`<a class="skip" href="#results" @click=${this.#skip}>Skip to results</a>` : nothing}
        <header part="header">
          <h1>Daytally</h1>
          ${idle ? html`<p>Monthly views, missing days and current counts from daily-views Parquet</p>` : nothing}
        </header>
        ${refusedView(this.refused)}
        ${this.#panel.opens ? dropZone(this.#opener, idle, this.#dropping.over) : nothing}
        ${idle ? introduction : nothing}
        ${sourceBar(this.#session, this.#panel)}
        ${setUp(this.#session, this.#panel, (fields) => this.#enter(fields))}
        <day-tally-dataset
          .chosen=${chosen}
          .spills=${this.#session.files.available}
        ></day-tally-dataset>
        <day-tally-problems .problems=${chosen?.problems ?? []}></day-tally-problems>
        <day-tally-warnings .warnings=${warningsBefore(run)}></day-tally-warnings>
        <day-tally-progress
          class=${this.#session.results.shown ? 'toast' : ''}
          .run=${run} @cancel=${() => this.analyzer.cancel()}></day-tally-progress>
        <day-tally-so-far .run=${run} .load=${this.#session.soFar}></day-tally-so-far>
        ${endingView(this.#session)}
        ${resultsView(
          this.#session,
          this.#looking,
          this.#tabs,
          (outages) => this.#chooseOutages(outages),
          (what) => void this.#fix(what),
        )}
      </main>
    `;
  }

  #skip(event: Event): void {
    // The browser finds no target inside an element.
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('#results')?.focus();
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

  #enter({ endDate, runDate, timezone }: Fields): void {
    this.#enterAll({ endDate, runDate: runDate === today() ? '' : runDate, timezone });
  }

  #chooseOutages(outages: OutageChoice): void {
    void this.#session.chooseOutages(outages);
    this.#enterAll({ outageShare: outages.share, excludeOutages: outages.excluded });
  }

  #enterAll(view: Partial<View>): void {
    Object.assign(this, view);
    this.#changed({ navigates: false });
  }

  /** Fires `viewchange`. */
  #changed(detail: ViewChange): void {
    this.dispatchEvent(new CustomEvent('viewchange', { detail }));
  }
}
