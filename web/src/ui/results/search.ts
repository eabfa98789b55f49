import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LookOptions, RowSource } from '../../types';

/** Milliseconds after which a note shows that rows are being searched. */
const patience = 120;

type Look = (options: LookOptions) => Promise<RowSource>;

/**
 * The rows of a search. The previous rows stay until the next are found. Of queries in quick
 * succession only the first and the last run.
 */
export class Search implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #of: RowSource | undefined;
  #shown: RowSource | undefined;
  #next: Look | undefined;
  #abort: AbortController | undefined;
  #late = false;
  #share = 0;
  #failure: unknown;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.#abort?.abort();
  }

  /** The last rows found. */
  get shown(): RowSource | undefined {
    return this.#shown;
  }

  /** Whether the user has waited for a while. */
  get busy(): boolean {
    return this.#late;
  }

  /** Which share of the work is done, from 0 to 1. */
  get share(): number {
    return this.#share;
  }

  /** Why nothing can be shown; '' if something can. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Searches the rows of a result; earlier queries are aborted. */
  look(of: RowSource, look: Look): void {
    if (this.#of !== of) this.#shown = undefined;
    this.#of = of;
    this.#next = look;
    if (this.#abort) this.#abort.abort();
    else void this.#work();
  }

  readonly #follow = (share: number): void => {
    this.#share = share;
    if (this.#late) this.#host.requestUpdate();
  };

  async #work(): Promise<void> {
    const late = setTimeout(() => {
      this.#late = true;
      this.#host.requestUpdate();
    }, patience);
    while (this.#next) {
      const look = this.#next;
      this.#next = undefined;
      const abort = new AbortController();
      this.#abort = abort;
      this.#share = 0;
      try {
        const found = await look({ signal: abort.signal, onProgress: this.#follow });
        if (!abort.signal.aborted) {
          this.#shown = found;
          this.#failure = undefined;
        }
      } catch (error) {
        if (!abort.signal.aborted) this.#failure = error;
      }
      this.#abort = undefined;
      this.#host.requestUpdate();
    }
    clearTimeout(late);
    this.#late = false;
    this.#host.requestUpdate();
  }
}
