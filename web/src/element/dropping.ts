import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Accepts drops on an element, and tracks whether files are dragged over it. */
export class Dropping implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #may: () => boolean;
  readonly #take: (data: DataTransfer) => void;
  #over = false;

  /** `may` decides whether drops are accepted. */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    may: () => boolean,
    take: (data: DataTransfer) => void,
  ) {
    this.#host = host;
    this.#may = may;
    this.#take = take;
    host.addController(this);
    host.addEventListener('dragover', (event) => this.#dragged(event, true));
    host.addEventListener('dragleave', (event) => this.#dragged(event, false));
    host.addEventListener('drop', (event) => {
      if (!may() || !isTaken(event)) return;
      event.preventDefault();
      this.#set(false);
      if (event.dataTransfer) this.#take(event.dataTransfer);
    });
  }

  hostConnected(): void {}

  /** Whether files are dragged over the element. */
  get over(): boolean {
    return this.#over;
  }

  #dragged(event: DragEvent, over: boolean): void {
    if (!this.#may() || !isTaken(event)) return;
    event.preventDefault();
    this.#set(over);
  }

  #set(over: boolean): void {
    if (over === this.#over) return;
    this.#over = over;
    this.#host.requestUpdate();
  }
}

/**
 * Whether what is dragged may be files. Some download lists provide a link; text is for input
 * fields.
 */
function isTaken(event: DragEvent): boolean {
  const types = event.dataTransfer?.types ?? [];
  if (types.includes('Files')) return true;
  const [target] = event.composedPath();
  const inField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return types.includes('text/uri-list') && !inField;
}
