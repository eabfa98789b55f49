import { html, nothing } from 'lit';
import { selectPicked } from '../sources/selection/picked';
import { checkUrls, selectUrls } from '../sources/selection/urls';
import type { ChooseEvent, PickedEvent } from '../ui/files/drop_zone';
import type { UrlsEvent } from '../ui/files/urls_form';
import type { Opens } from './session/opening';
import type { Session } from './session/session';

/** The properties that name what is open. `src` has the URLs, and is empty for files. */
interface Source {
  src: string;
  tableVersion: number | string | undefined;
}

const none: Source = { src: '', tableVersion: undefined };

/** Opens what the user chooses. */
export class Opener {
  readonly #host: EventTarget & Readonly<Source>;
  readonly #session: Session;
  readonly #enter: (entered: Partial<Source>) => void;

  /** Entering a new `src` opens its URLs. */
  constructor(
    host: EventTarget & Readonly<Source>,
    session: Session,
    enter: (entered: Partial<Source>) => void,
  ) {
    this.#host = host;
    this.#session = session;
    this.#enter = enter;
  }

  /** Lets the page around the element have the user choose files in another way. */
  choose(event: ChooseEvent): void {
    const { detail } = event;
    const choice = new CustomEvent('choose', { detail, cancelable: true });
    if (!this.#host.dispatchEvent(choice)) event.preventDefault();
  }

  /** Opens what the user chose. An earlier choice of a version does not apply to it. */
  files(opens: Opens): Promise<void> {
    this.#forget(none);
    return this.#session.open(opens);
  }

  sample(): Promise<void> {
    this.#forget(none);
    return this.#session.openSample();
  }

  /** Opens what a program gave, as a property or by a method. */
  given(opens: Opens, by: 'property' | 'method'): Promise<void> {
    this.#forget({ src: '', ...this.#chosen });
    return this.#open(opens, by === 'property');
  }

  /** Opens the URLs of the property. */
  urls(urls: readonly string[]): void {
    this.#forget(this.#chosen);
    void this.#open(selectUrls(urls), true);
  }

  /** Opens entered URLs. Keys of a bucket, and URLs with blanks, do not fit in a property. */
  entered({ urls, access }: UrlsEvent['detail']): void {
    if (access || urls.some((url) => /\s/.test(url))) {
      void this.files(selectUrls(urls, access));
      return;
    }
    const src = urls.join(' ');
    const same = src === this.#host.src;
    this.#enter({ src, tableVersion: undefined });
    if (same) this.urls(urls);
  }

  /** Opens a version of the open table that the user chose, or the newest. */
  version(tableVersion?: number | string): void {
    this.#enter({ tableVersion });
    this.#session.opening.chosen = tableVersion;
    this.#again();
  }

  /** Opens every file of the open folder, whatever the log of a table lists. */
  all(): void {
    this.#forget({ tableVersion: undefined });
    this.#again(true);
  }

  /** Opens the data of a property again if a program wants another version of it. */
  update(): void {
    const { isBound, version, tableVersion } = this.#session.opening;
    if (isBound && version !== tableVersion) this.#again();
  }

  #open(opens: Opens, isBound: boolean): Promise<void> {
    const opened = this.#session.open(opens);
    this.#session.opening.isBound = isBound;
    return opened;
  }

  #again(all?: boolean): void {
    const { last } = this.#session.opening;
    if (last) void this.#session.open(...last, all);
  }

  /** Drops the version if it is the user's choice: another table has other versions. */
  get #chosen(): Partial<Source> {
    const { chosen } = this.#session.opening;
    return this.#host.tableVersion === chosen ? { tableVersion: undefined } : {};
  }

  #forget(source: Partial<Source>): void {
    const names = Object.keys(source) as (keyof Source)[];
    if (names.some((name) => this.#host[name] !== source[name])) this.#enter(source);
  }
}

/** Renders where files are dropped and chosen, and a slot for what the page adds to it. */
export function dropZone(opener: Opener, idle: boolean, over: boolean) {
  return html`
    <day-tally-drop-zone
      exportparts="drop-zone,button"
      ?compact=${!idle}
      ?over=${over}
      @choose=${(event: ChooseEvent) => opener.choose(event)}
      @picked=${(event: PickedEvent) => opener.files(selectPicked(event.detail))}
      .check=${checkUrls}
      @urls=${(event: UrlsEvent) => opener.entered(event.detail)}
      @sample=${() => opener.sample()}
    ></day-tally-drop-zone>
    ${idle ? html`<slot name="start"></slot>` : nothing}
  `;
}
