import type { ReactiveControllerHost } from 'lit';
import { firstLook, type Look, type LookChange, placed } from '../ui/results/look';
import type { Place } from '../ui/verdict/place';
import type { ViewChange } from './session/announce';

/** The element whose results are shown. */
export interface LookHost extends ReactiveControllerHost {
  tab: string;
}

/** Which part of the results is shown. */
export class LookControl {
  /** Makes the URL that shows a video; if absent, none can be copied. */
  linkTo: ((video: string) => string) | undefined;
  readonly #host: LookHost;
  readonly #changed: (change: ViewChange) => void;
  #look = firstLook;

  constructor(host: LookHost, changed: (change: ViewChange) => void) {
    this.#host = host;
    this.#changed = changed;
  }

  get tab(): string {
    return this.#host.tab;
  }

  get look(): Look {
    return this.#look;
  }

  set look(look: Partial<Look>) {
    this.#look = { ...this.#look, ...look };
    this.#host.requestUpdate();
  }

  /** Shows what the user wants to see. */
  take({ tab = this.#host.tab as never, look = {}, navigates }: LookChange): void {
    this.#host.tab = tab;
    this.look = look;
    this.#changed({ navigates });
  }

  /** Shows the rows behind a conclusion. */
  go(place: Place): void {
    this.take(placed(this.#look, place));
  }
}
