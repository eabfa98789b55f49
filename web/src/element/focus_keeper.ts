import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * What takes the focus from a control that is gone, such as the one that cancelled a run: paths of
 * selectors, one for each shadow root on the way.
 */
const substitutes = [
  ['day-tally-progress', 'button'],
  ['day-tally-failure', 'button'],
  ['day-tally-results', '[role=tab][aria-selected=true]'],
  ['day-tally-options', 'button'],
  ['day-tally-drop-zone', 'button'],
];

/**
 * Gives the focus back when what had it was disabled or is gone: to the same control once it can
 * take it again, else to the first of some that stand in for it.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #last: HTMLElement | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
    // Moves inside the host are no events of the host's; this one tells that the focus left it.
    host.addEventListener('focusout', (event) => {
      const [inner] = event.composedPath();
      // Whoever leaves a control that is still there has gone elsewhere.
      requestAnimationFrame(() => {
        if (inner instanceof Element && canTake(inner)) this.#last = undefined;
      });
    });
  }

  /** Before anything of the host is changed. */
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

/** The element that has the focus, inside whatever shadow roots. */
function deepest(element: Element | null): Element | null {
  let inner = element;
  while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
  return inner;
}
