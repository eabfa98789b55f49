import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Reports when an element was removed from the page, but not when it was moved within it. */
export class DisconnectController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #left: () => void;

  constructor(host: ReactiveControllerHost & HTMLElement, left: () => void) {
    this.#host = host;
    this.#left = left;
    host.addController(this);
  }

  hostDisconnected(): void {
    // A moved element is out of the page only for a moment.
    setTimeout(() => {
      if (!this.#host.isConnected) this.#left();
    });
  }
}
