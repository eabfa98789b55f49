import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { hasPrivateFiles } from '../../browser/storage';
import { sweep } from '../../disk/visit';

/** The private files of the page, in which a run stores what does not fit in memory. */
export class PrivateFiles implements ReactiveController {
  /** Whether there are any, as far as is known. */
  available = true;
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // Without private files, there is nothing to remove.
    sweep().catch(() => {});
    void hasPrivateFiles().then((available) => {
      this.available = available;
      this.#host.requestUpdate();
    });
  }
}
