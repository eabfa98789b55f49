import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * The controls that take the focus from a removed one, such as Cancel: paths of selectors, one for
 * each shadow root on the way.
 */
const substitutes = [
  ['day-tally-progress', 'button'],
  ['day-tally-failure', 'button'],
  ['#results'],
  ['day-tally-preview', 'select[aria-invalid=true]'],
  ['day-tally-source', 'button.main'],
  ['day-tally-drop-zone', 'button'],
];

/**
 * Restores the focus when its control was disabled or removed: to the same control once that is
 * enabled, else to the first available substitute.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #last: HTMLElement | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
    // Moves within the host fire no events on the host; this one fires when the focus leaves it.
    host.addEventListener('focusout', (event) => {
      const [inner] = event.composedPath();
      // A user who leaves an existing control has gone elsewhere.
      requestAnimationFrame(() => {
        if (inner instanceof Element && canTake(inner)) this.#last = undefined;
      });
    });
  }

  /** Called before anything of the host changes. */
  hostUpdate(): void {
    const inner = deepest(this.#host.shadowRoot?.activeElement ?? null);
    if (inner instanceof HTMLElement) this.#last = inner;
  }

  hostUpdated(): void {
    if (!this.#last) return;
    // The views inside are updated after the host.
    requestAnimationFrame(() => this.#restore());
  }

  #restore(): void {
    const { activeElement, body } = this.#host.ownerDocument;
    const focused = deepest(activeElement);
    if (!this.#last || (focused && focused !== body && canTake(focused))) return;
    if (canTake(this.#last)) this.#last.focus();
    else if (!this.#last.isConnected) this.#substitute()?.focus();
  }

  #substitute(): HTMLElement | undefined {
    for (const path of substitutes) {
      let found: HTMLElement | null = this.#host;
      for (const part of path) found = found?.shadowRoot?.querySelector<HTMLElement>(part) ?? null;
      if (found && canTake(found)) return found;
    }
    return undefined;
  }
}

function canTake(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled') && element.checkVisibility();
}

/** Returns the focused element, inside any shadow roots. */
function deepest(element: Element | null): Element | null {
  let inner = element;
  while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
  return inner;
}
