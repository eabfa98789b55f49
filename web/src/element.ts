import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Analyzer } from './analyzer';
import { Dropping } from './element/dropping';
import { FocusKeeper } from './element/focus_keeper';
import { Session } from './element/session';
import { elementStyles } from './element/styles';
import { today } from './element/today';
import { checkAddresses, selectAddresses } from './sources/addresses';
import { selectDropped } from './sources/dropped';
import { selectPicked } from './sources/picked';
import type { Chosen, RunState } from './types';
import type { AddressesEvent } from './ui/addresses_form';
import type { DownloadRequest } from './ui/download_menu';
import type { PickedEvent } from './ui/drop_zone';
import { introduction } from './ui/introduction';
import type { Mapping } from './ui/mapping_view';
import type { Fields } from './ui/options_form';
import type { LeaveOut } from './ui/outages_view';
import { outcomeNote } from './ui/outcome_note';
import { theme } from './ui/theme';

/** What the user entered and looks at. */
type View = Pick<DaytallyElement, 'endDate' | 'runDate' | 'timezone' | 'tab'>;

/**
 * `<day-tally>`: from dropped files to tables of results, in one element.
 *
 * Fires `viewchange` when the user enters another date or zone or looks at another result.
 */
export class DaytallyElement extends LitElement {
  static override styles = [theme, elementStyles];

  /** Workers to use; as many as the machine has processors, at most 16, when absent. */
  @property({ type: Number }) workers: number | undefined;
  /** MiB of memory for each worker's state, beyond which it is kept on disk; see `AnalyzerOptions`. */
  @property({ type: Number }) memory: number | undefined;
  /** Address of the worker's script; the one that was built with this when absent. */
  @property({ attribute: 'worker-url' }) workerUrl: string | undefined;
  /** Address of the module of WebAssembly; the one that was built with this when absent. */
  @property({ attribute: 'wasm-url' }) wasmUrl: string | undefined;
  /** Day up to which data should be complete, `YYYY-MM-DD`, inclusive; empty: the newest in the data. */
  @property({ attribute: 'end-date' }) endDate = '';
  /** Day that the snapshot is dated, `YYYY-MM-DD`; empty: today. */
  @property({ attribute: 'run-date' }) runDate = '';
  /** Zone in which timestamps become days, by its IANA name; empty: UTC. */
  @property() timezone = '';
  /** The result that is looked at: `overview`, `monthly`, `gaps` and so on. */
  @property() tab = 'overview';
  readonly #session = new Session(this);
  readonly #dropping = new Dropping(this, (data) => {
    void this.#session.open(selectDropped(data));
  });

  constructor() {
    super();
    new FocusKeeper(this);
    // Somebody is about to choose files; a portal's readers who are not need not load a thing.
    for (const type of ['dragenter', 'pointerenter', 'focusin']) {
      this.addEventListener(type, () => this.analyzer.prepare(), { once: true });
    }
  }

  /** What answers the questions; made when first needed. */
  get analyzer(): Analyzer {
    this.willUpdate();
    return this.#session.analyzer;
  }

  protected override willUpdate(): void {
    const { endDate, timezone } = this;
    this.#session.fields = { endDate, runDate: this.runDate || today(), timezone };
    this.#session.addresses = { workerUrl: this.workerUrl, wasmUrl: this.wasmUrl };
    this.#session.workers = this.workers;
    this.#session.memory = this.memory && this.memory * 2 ** 20;
  }

  override render() {
    const { run } = this.#session;
    const chosen = chosenOf(run);
    return html`
      <main part="page">
        <header part="header">
          <h1>Daytally</h1>
          <p>Monthly views, missing days and a snapshot from Parquet files of daily views.</p>
        </header>
        <day-tally-drop-zone
          ?compact=${run.phase !== 'idle'}
          ?over=${this.#dropping.over}
          @picked=${(event: PickedEvent) => this.#session.open(selectPicked(event.detail))}
          .check=${checkAddresses}
          @addresses=${(event: AddressesEvent) => this.#session.open(selectAddresses(event.detail))}
          @sample=${() => this.#session.openSample()}
        ></day-tally-drop-zone>
        ${run.phase === 'idle' ? introduction : nothing}
        <day-tally-dataset .chosen=${chosen} ?hidden=${!chosen}></day-tally-dataset>
        <day-tally-problems .problems=${chosen?.problems ?? []}></day-tally-problems>
        ${this.#setUp()}
        <day-tally-progress .run=${run} @cancel=${() => this.analyzer.cancel()}></day-tally-progress>
        ${this.#ending()} ${this.#results()}
      </main>
    `;
  }

  #setUp() {
    const { run } = this.#session;
    const dataset = 'dataset' in run ? run.dataset : undefined;
    if (!dataset) return nothing;
    const { plan } = dataset;
    const newest = run.phase === 'done' ? run.outcome.diagnostics.lastDay : plan.lastDay;
    return html`
      <section class="set-up" aria-label="Columns and dates">
        <day-tally-mapping
          .plan=${plan}
          .mapping=${this.#session.mapping}
          ?disabled=${this.#session.stage === 'busy'}
          @mapping=${(event: CustomEvent<Mapping>) => this.#session.choose(event.detail)}
        ></day-tally-mapping>
        <day-tally-options
          .fields=${this.#session.fields}
          .stage=${this.#session.stage}
          .newestDay=${newest}
          .applied=${this.#session.applied}
          @fields=${(event: CustomEvent<Fields>) => this.#enter(event.detail)}
          @run=${() => this.#session.start()}
          @dates=${() => this.#session.changeDates()}
        ></day-tally-options>
      </section>
    `;
  }

  #ending() {
    const { run } = this.#session;
    if (run.phase === 'cancelled') {
      return html`<p class="note" role="status">Cancelled. Nothing of the run is kept; run it again at any time.</p>`;
    }
    if (run.phase !== 'failed') return nothing;
    const { error, skippable } = run;
    return html`
      <day-tally-failure .error=${error} ?skippable=${skippable} @skip=${() => this.#session.skip()}></day-tally-failure>
    `;
  }

  #results() {
    const { run } = this.#session;
    if (run.phase !== 'done') return nothing;
    const { dataset, outcome } = run;
    return html`
      ${outcomeNote(outcome, dataset)}
      <day-tally-download
        ?hidden=${!this.#session.downloads.current}
        .download=${this.#session.downloads.current}
        @cancel-download=${() => this.#session.downloads.cancel()}
      ></day-tally-download>
      <day-tally-results
        .outcome=${outcome}
        .input=${dataset}
        .sources=${this.#session.sources}
        .overview=${this.#session.overview}
        .outages=${this.#session.outages}
        .find=${this.#session.find}
        .foretell=${this.#session.foretell}
        @leaveout=${(event: CustomEvent<LeaveOut>) => this.#session.leaveOut(event.detail.share)}
        .tab=${this.tab}
        @tab=${(event: CustomEvent<string>) => this.#look({ tab: event.detail })}
        ?downloading=${this.#session.downloads.busy}
        @download=${this.#download}
      ></day-tally-results>
    `;
  }

  #enter({ endDate, runDate, timezone }: Fields): void {
    this.#look({ endDate, runDate: runDate === today() ? '' : runDate, timezone });
  }

  /** Takes what the user entered or looks at, and tells it by `viewchange`. */
  #look(view: Partial<View>): void {
    Object.assign(this, view);
    this.dispatchEvent(new Event('viewchange'));
  }

  #download({ detail }: CustomEvent<DownloadRequest>): void {
    void this.#session.downloads.start(this.analyzer, detail);
  }
}

function chosenOf(run: RunState): Chosen | undefined {
  if ('dataset' in run && run.dataset) return run.dataset;
  return run.phase === 'failed' ? run.chosen : undefined;
}
