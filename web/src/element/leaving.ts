import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Tells when an element was taken out of the page, and not when it was only moved within it. */
export class Leaving implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #left: () => void;

  constructor(host: ReactiveControllerHost & HTMLElement, left: () => void) {
    this.#host = host;
    this.#left = left;
    host.addController(this);
  }

  hostDisconnected(): void {
    // An element that is moved is out of the page for a moment only.
    setTimeout(() => {
      if (!this.#host.isConnected) this.#left();
    });
  }
}
