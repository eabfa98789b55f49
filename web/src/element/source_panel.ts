import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import type { Control } from './properties/properties';
import type { Session } from './session/session';

/** Which controls of the source of the data are shown. */
export class SourcePanel implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #session: Session;
  /** The user's choice, until other data is opened. */
  #open: boolean | undefined;
  #other = false;
  /** What was open when these were chosen. */
  #of: unknown;

  constructor(host: ReactiveControllerHost, session: Session) {
    this.#host = host;
    this.#session = session;
    host.addController(this);
  }

  /** Folds everything once other data is opened. */
  hostUpdate(): void {
    const { last } = this.#session.opening;
    if (last === this.#of) return;
    this.#of = last;
    this.#open = undefined;
    this.#other = false;
  }

  /** Whether the set-up is shown: until there are results, unless the user wants it otherwise. */
  get open(): boolean {
    const { run } = this.#session;
    // A problem of a file cannot be fixed here.
    const failed = run.phase === 'failed' && run.error.location.file === undefined;
    const asks = run.phase === 'questions' || run.phase === 'ready' || failed;
    return this.#open ?? asks;
  }

  /** Whether the user wants to open other data. */
  get other(): boolean {
    return this.#other;
  }

  /** Whether the buttons that open data are shown: always if there is no bar about open data. */
  get opens(): boolean {
    const { run } = this.#session;
    const ended = run.phase === 'failed' || run.phase === 'cancelled';
    return this.#other || run.phase === 'idle' || (ended && !run.dataset);
  }

  toggle(): void {
    this.#open = !this.open;
    this.#host.requestUpdate();
  }

  show(): void {
    this.#open = true;
    this.#host.requestUpdate();
  }

  toggleOther(): void {
    this.#other = !this.#other;
    this.#host.requestUpdate();
  }

  /** Folds the set-up and analyzes. */
  run(): void {
    this.#open = undefined;
    void this.#session.start();
  }
}

/** Renders one line about the open data. */
export function sourceBar(
  session: Session,
  panel: SourcePanel,
  shows: (control: Control) => boolean,
  bare: boolean,
) {
  const changes = shows('columns') || shows('dates');
  const opens = shows('drop');
  if (bare && !changes && !opens) return nothing;
  const { run } = session;
  const opened = 'dataset' in run ? run.dataset : undefined;
  // While data is opened, the bar keeps its place above the earlier results.
  const waits = run.phase === 'footers' || run.phase === 'cancelled';
  const dataset = opened ?? (waits ? session.results.shown?.dataset : undefined);
  if (!dataset) return nothing;
  const checks = [...session.checks.found.values()];
  return html`
    <day-tally-source
      exportparts="toolbar,button"
      .input=${dataset}
      ?open=${panel.open}
      ?other=${panel.other}
      ?changes=${changes}
      ?opens=${opens}
      .stage=${opened ? session.stage : 'busy'}
      .unread=${checks.filter(({ unread }) => unread.length > 0).length}
      .timezone=${session.fields.timezone.trim()}
      @toggle=${() => panel.toggle()}
      @other=${() => panel.toggleOther()}
      @run=${() => panel.run()}
    ></day-tally-source>
  `;
}
