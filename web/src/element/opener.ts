import { html, nothing } from 'lit';
import { checkAddresses, selectAddresses } from '../sources/selection/addresses';
import { selectPicked } from '../sources/selection/picked';
import type { AddressesEvent } from '../ui/files/addresses_form';
import type { ChooseEvent, PickedEvent } from '../ui/files/drop_zone';
import type { Opens } from './session/opening';
import type { Session } from './session/session';

/** Opens what the user chooses. `src` has the URLs of open data, and is empty for files. */
export class Opener {
  readonly #host: EventTarget & { readonly src: string };
  readonly #session: Session;
  readonly #enter: (entered: { src: string }) => void;

  /** Entering a new `src` opens its URLs. */
  constructor(
    host: EventTarget & { readonly src: string },
    session: Session,
    enter: (entered: { src: string }) => void,
  ) {
    this.#host = host;
    this.#session = session;
    this.#enter = enter;
  }

  /** Lets the page around the element have the user choose files in another way. */
  ask(event: ChooseEvent): void {
    const { detail } = event;
    const asked = new CustomEvent('choose', { detail, cancelable: true });
    if (!this.#host.dispatchEvent(asked)) event.preventDefault();
  }

  files(opens: Opens): Promise<void> {
    this.#forget();
    return this.#session.open(opens);
  }

  sample(): Promise<void> {
    this.#forget();
    return this.#session.openSample();
  }

  addresses(urls: readonly string[]): void {
    void this.#session.open(selectAddresses(urls));
  }

  /** Opens the URLs that the user entered. */
  entered(urls: readonly string[]): void {
    const src = urls.join(' ');
    if (src === this.#host.src) this.addresses(urls);
    this.#enter({ src });
  }

  #forget(): void {
    if (this.#host.src) this.#enter({ src: '' });
  }
}

/** Renders where files are dropped and chosen, and a slot for what the page adds to it. */
export function dropZone(opener: Opener, idle: boolean, over: boolean) {
  return html`
    <day-tally-drop-zone
      exportparts="drop-zone,button"
      ?compact=${!idle}
      ?over=${over}
      @choose=${(event: ChooseEvent) => opener.ask(event)}
      @picked=${(event: PickedEvent) => opener.files(selectPicked(event.detail))}
      .check=${checkAddresses}
      @addresses=${(event: AddressesEvent) => opener.entered(event.detail)}
      @sample=${() => opener.sample()}
    ></day-tally-drop-zone>
    ${idle ? html`<slot name="start"></slot>` : nothing}
  `;
}
