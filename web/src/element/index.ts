import { html, nothing, type PropertyValues } from 'lit';
import type { Analyzer } from '../analyzer';
import { today } from '../day';
import { selectDropped } from '../sources/selection/dropped';
import { type Sources, selectGiven } from '../sources/selection/given';
import type { Selection } from '../types';
import { introduction } from '../ui/files/introduction';
import type { Look } from '../ui/results/look';
import type { OutageChoice } from '../ui/results/outages_view';
import type { Fields } from '../ui/setup/options_form';
import { theme } from '../ui/theme';
import type { Fix } from '../ui/verdict/issues';
import { mappingOf } from './columns/column_choice';
import { Dropping } from './dropping';
import { FocusKeeper } from './focus_keeper';
import { LookControl } from './look_control';
import { dropZone, Opener } from './opener';
import { ElementOptions } from './properties/element_options';
import { absolute, type Control } from './properties/properties';
import { refusedView } from './properties/refused';
import type { ViewChange } from './session/announce';
import { Session } from './session/session';
import { skipCopies } from './session/skipping';
import { focusOn, setUp } from './set_up';
import { SourcePanel, sourceBar } from './source_panel';
import { elementStyles } from './styles';
import { endingView, headerView, resultsView, runView } from './views';

/** The user's input. */
type View = Pick<
  DaytallyElement,
  'endDate' | 'runDate' | 'timezone' | 'outageShare' | 'excludeOutages' | 'src' | 'tableVersion'
>;

/**
 * `<day-tally>`: from dropped files to tables of results, in one element.
 *
 * It reports by the events of `DaytallyEvents`. The slot `title` is above everything.
 */
export class DaytallyElement extends ElementOptions {
  static override styles = [theme, elementStyles];

  protected readonly session = new Session(this);
  readonly #view = new LookControl(this, (change) => this.#changed(change));
  readonly #opener = new Opener(this, this.session, (view) => this.#enterAll(view));
  readonly #panel = new SourcePanel(this, this.session);
  readonly #dropping = new Dropping(
    this,
    () => this.shows('drop'),
    (data) => void this.#opener.files(selectDropped(data)),
  );

  constructor() {
    super();
    new FocusKeeper(this);
    // The user is about to choose files; other visitors of a portal need not load anything.
    for (const type of ['dragenter', 'pointerenter', 'focusin']) {
      this.addEventListener(type, () => this.analyzer.prepare(), { once: true });
    }
  }

  /** Whether short runs start by themselves, as on the page. */
  set startsShortRuns(starts: boolean) {
    this.session.startsShortRuns = starts;
  }

  /** The analyzer; created when first needed. */
  get analyzer(): Analyzer {
    this.willUpdate();
    return this.session.analyzer;
  }

  /** The form of the gaps, the filters, the orders and the video that are shown. */
  get look(): Look {
    return this.#view.look;
  }

  set look(look: Partial<Look>) {
    this.#view.look = look;
  }

  /** Makes the URL that shows a video, for its button “Copy link”, which is absent without it. */
  set linkTo(make: ((video: string) => string) | undefined) {
    this.#view.linkTo = make;
  }

  /** Whether leaving the page would end an export or a provider's job. */
  get working(): boolean {
    return this.session.results.working;
  }

  /** Whether the page shows results of the user's own data. */
  get hasResults(): boolean {
    return this.session.results.shown?.isSample === false;
  }

  /** Opens files, folders or URLs in place of the current ones; see `open` of the package. */
  open(sources: Sources): Promise<unknown> {
    return this.openSelection(selectGiven(sources), 'method');
  }

  protected openSelection(opens: Promise<Selection>, by: 'property' | 'method'): Promise<void> {
    this.willUpdate();
    return this.#opener.given(opens, by);
  }

  /** Analyzes the open files. */
  run(): Promise<unknown> {
    this.willUpdate();
    return this.session.start();
  }

  /** Stops the current work. */
  cancel(): void {
    this.analyzer.cancel();
  }

  protected override willUpdate(changed?: PropertyValues): void {
    const { endDate, timezone, workers, memory, workerUrl, wasmUrl } = this;
    const bytes = memory && { memory: memory * 2 ** 20 };
    this.session.settings = { ...(workers && { workers }), ...bytes, workerUrl, wasmUrl };
    this.session.fetching.give(this.provider);
    this.session.given = mappingOf(this.columns, this.dateFormats);
    this.session.outages = { share: this.outageShare, excluded: this.excludeOutages };
    this.session.autorun = this.autorun;
    Object.assign(this.session.opening, { asFiles: this.asFiles, tableVersion: this.tableVersion });
    this.session.fields = { endDate, runDate: this.runDate || today(), timezone };
    if (changed && this.autorun) void this.session.changeDates();
    // Last, because opening uses all of these.
    if (changed?.has('src') && this.src.trim()) this.#opener.urls(absolute(this.src));
    else if (changed?.has('tableVersion') && !changed.has('src')) this.#opener.update();
  }

  override render() {
    const { run } = this.session;
    // If it cannot be loaded, the next change tries again.
    if (run.phase !== 'idle') void import('../ui/opened');
    const idle = run.phase === 'idle';
    const bare = this.view !== '';
    const shows = (control: Control) => this.shows(control);
    return html`
      <div part="page" class=${idle ? 'page idle' : 'page'}>
        ${this.session.results.shown ? html`<a class="skip" href="#results" @click=${this.#skip}>Skip to results</a>` : nothing}
        ${bare ? nothing : headerView(idle)}
        ${refusedView(this.refused)}
        ${shows('drop') && this.#panel.opens ? dropZone(this.#opener, idle, this.#dropping.over) : nothing}
        ${idle && !bare ? introduction : nothing}
        ${sourceBar(this.session, this.#panel, shows, bare)}
        ${setUp(this.session, this.#panel, shows, (fields) => this.#enter(fields))}
        ${runView(this.session, this.#opener, bare)}
        ${endingView(this.session, this.#opener)}
        ${resultsView(
          this.session,
          this.#view,
          this.tabs.split(/\s+/).filter(Boolean),
          (outages) => this.#chooseOutages(outages),
          (what) => void this.#fix(what),
          shows,
        )}
      </div>
    `;
  }

  #skip(event: Event): void {
    // The browser does not find the target of a link inside a shadow root.
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('#results')?.focus();
  }

  /** Fixes an issue, or shows where it can be fixed. */
  async #fix(what: Fix): Promise<void> {
    if (what === 'copies') return await skipCopies(this.session);
    this.#panel.show();
    await this.updateComplete;
    await focusOn(this.renderRoot, what);
  }

  #enter({ endDate, runDate, timezone }: Fields): void {
    this.#enterAll({ endDate, runDate: runDate === today() ? '' : runDate, timezone });
  }

  #chooseOutages(outages: OutageChoice): void {
    void this.session.chooseOutages(outages);
    this.#enterAll({ outageShare: outages.share, excludeOutages: outages.excluded });
  }

  #enterAll(view: Partial<View>): void {
    Object.assign(this, view);
    this.willUpdate();
    this.#changed({ navigates: false });
  }

  /** Fires `viewchange`. */
  #changed(detail: ViewChange): void {
    this.dispatchEvent(new CustomEvent('viewchange', { detail }));
  }
}
