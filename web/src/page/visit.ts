import type { DaytallyElement } from '../element';
import type { ViewChange } from '../element/session/announce';
import { kindOf, type Look, queryOf } from '../ui/results/look';
import { fieldsOf, type Linked, readLink, writeLink } from './link';
import { mayShare } from './shared_urls';

/** A history entry of this visit, with what no link may hold. */
interface Entry {
  readonly tab: string;
  readonly look: Look;
}

/** What the page has in the state of a history entry: its number. */
interface State {
  readonly daytally?: number;
}

/**
 * Keeps what an element shows in the URL of its page. Back and Forward restore it; what the user
 * enters, such as the end date, stays. A frame adds no entries, because they would appear in its
 * host's history.
 */
export class Visit {
  readonly #element: DaytallyElement;
  readonly #framed: boolean;
  readonly #entries = new Map<number, Entry>();
  #entry = numberOf(history.state);
  /** The video that the opened link names; it is in the URL while it is shown. */
  #linked = '';
  /** The URLs of the link, which may hold secrets: reloading opens them again. */
  #given = '';

  constructor(element: DaytallyElement, framed: boolean) {
    this.#element = element;
    this.#framed = framed;
  }

  /** Shows what the URL names. Returns the names of parameters that are not valid. */
  begin(): readonly string[] {
    const element = this.#element;
    const { linked, invalid } = readLink(location.search);
    const { endDate, runDate, timezone, outageShare, excludeOutages } = linked;
    const given = { endDate, runDate, timezone, outageShare, excludeOutages };
    // What the link does not set is as in the page's HTML.
    const named = Object.entries(given).filter(([, value]) => value);
    Object.assign(element, Object.fromEntries(named));
    const { tab } = new URLSearchParams(location.search).has('tab') ? linked : element;
    this.#show({ ...linked, tab });
    // A page around this one lists what it may open in its configuration.
    const { src, tableVersion } = linked;
    if (!this.#framed) this.#given = src.join(' ');
    else if (tableVersion !== undefined) invalid.unshift('src', 'table-version');
    else if (src.length > 0) invalid.unshift('src');
    if (this.#given) Object.assign(element, { src: this.#given, tableVersion });
    this.#write(false);
    element.addEventListener('viewchange', (event) => {
      this.#changed((event as CustomEvent<ViewChange>).detail.navigates);
    });
    // Other data has other URLs.
    element.addEventListener('statechange', () => this.#write(false));
    addEventListener('popstate', () => this.#restore());
    if (!this.#framed) element.linkTo = (video) => this.#linkTo(video);
    return invalid;
  }

  #show(linked: Linked): void {
    const element = this.#element;
    const { tab, form, sort, hidden, channels, video } = linked;
    const { filters, sorts, hidden: columns } = element.look;
    const kind = kindOf(tab, form);
    const fields = fieldsOf(linked);
    element.tab = tab;
    this.#linked = video;
    element.look = {
      form,
      video,
      channels,
      filters: kind ? new Map(filters).set(kind, fields) : filters,
      sorts: kind && sort ? new Map(sorts).set(kind, sort) : sorts,
      hidden: kind ? new Map(columns).set(kind, hidden) : columns,
    };
  }

  /** Returns a link to a video, without what may be a secret. */
  #linkTo(video: string): string {
    const now = this.#now;
    return this.#urlOf({ ...now, video, src: mayShare(now.src) ? now.src : [] });
  }

  #changed(navigates: boolean): void {
    if (!this.#element.look.video) this.#linked = '';
    const before = this.#entries.get(this.#entry - 1);
    const here = this.#entries.get(this.#entry);
    const closed = here?.look.video && !this.#element.look.video;
    // Goes back from the entry that opened the drawer; a new one would repeat the one before.
    if (closed && before && !before.look.video && before.tab === here.tab) history.back();
    else this.#write(navigates && !this.#framed);
  }

  /** Shows the entry that the user went to. */
  #restore(): void {
    this.#entry = numberOf(history.state);
    const entry = this.#entries.get(this.#entry);
    if (entry) Object.assign(this.#element, entry);
    // An entry of an earlier visit, before the page was loaded again.
    else this.#show(readLink(location.search).linked);
    this.#write(false);
  }

  #write(push: boolean): void {
    const { tab, look } = this.#element;
    if (push) this.#entry += 1;
    this.#entries.set(this.#entry, { tab, look });
    const state: State = { daytally: this.#entry };
    const url = this.#urlOf(this.#now);
    const same = url === location.href && this.#entry === numberOf(history.state);
    if (push) history.pushState(state, '', url);
    else if (!same) history.replaceState(state, '', url);
  }

  #urlOf(linked: Linked): string {
    const url = new URL(location.href);
    url.search = writeLink(url.search, linked);
    return url.href;
  }

  /** What the element shows. */
  get #now(): Linked {
    const { tab, look, endDate, runDate, timezone, outageShare, excludeOutages, src } =
      this.#element;
    const { tableVersion } = this.#element;
    const { form, channels, video } = look;
    const kind = kindOf(tab, form);
    const { fields, sort, hidden = [] } = kind ? queryOf(look, kind) : {};
    const { first = '', last = '' } = fields ?? {};
    const urls = src.split(/\s+/).filter(Boolean);
    return {
      ...{
        tab,
        form,
        first,
        last,
        sort,
        hidden,
        channels,
        endDate,
        runDate,
        timezone,
        outageShare,
        excludeOutages,
        tableVersion,
      },
      video: video === this.#linked ? video : '',
      src: mayShare(urls) || src === this.#given ? urls : [],
    };
  }
}

/** Returns the number of a history entry; that of the first, which has no state yet, is 0. */
function numberOf(state: State | null): number {
  return state?.daytally ?? 0;
}
