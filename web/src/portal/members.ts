import type { Analyzer } from '../analyzer';
import type { Given } from '../element/properties/properties';
import type { DaytallyEvents } from '../element/session/announce';
import type { Results } from '../open/results';
import type { Sources } from '../open/sources';
import type { Dataset } from '../types';
import type { Look } from '../ui/results/look';

/** The members of `<day-tally>` that an `HTMLElement` does not have. */
export interface PortalMembers extends Given {
  /**
   * Sources to open, as `open` takes them: setting another value opens it. If that fails, the
   * element fires `error`.
   */
  get files(): Sources | undefined;
  set files(files: Sources | null | undefined);
  /**
   * The results on the page, with the methods of those of `analyze`; undefined before there are
   * any, and while they change.
   */
  readonly results: Results | undefined;
  /** Whether the dates, zone or outages differ from those of the results on the page. */
  readonly stale: boolean;
  /** The analyzer; created when first needed. */
  readonly analyzer: Analyzer;
  /** Whether leaving the page would end an export or a provider's job. */
  readonly working: boolean;
  /** Which part of the results is shown: the form of the gaps, filters, orders and the video. */
  get look(): Look;
  set look(look: Partial<Look>);
  /** Makes the URL that shows a video, for its button “Copy link”, which is absent without it. */
  set linkTo(make: ((video: string) => string) | undefined);
  /**
   * Opens sources in place of the current ones. Resolves to the facts in their footers; with
   * `autorun`, when the run has ended.
   *
   * Rejects with a DaytallyError as the function `open` does, or with `cancelled` if something else
   * is opened or run meanwhile.
   */
  open(sources: Sources): Promise<Dataset>;
  /**
   * Analyzes the open files; waits for what is being opened.
   *
   * Rejects with a DaytallyError: `no_input` if nothing is open, `ambiguous_column` if a column
   * must be named, `cancelled` if it is cancelled or something else begins, or why it failed.
   *
   * @example
   * const results = await element.run();
   * const { rows } = await results.rows('monthly', 0, 100);
   */
  run(): Promise<Results>;
  /** Stops the current work. */
  cancel(): void;
}

/** What a framework may set: undefined and null mean the default. */
export type DaytallyProperties = {
  [Name in keyof Given]?: Given[Name] | null | undefined;
} & {
  files?: Sources | null | undefined;
  linkTo?: ((video: string) => string) | undefined;
};

/** `<day-tally>` as programs see it. */
export interface DaytallyElement extends HTMLElement, PortalMembers {
  addEventListener<Name extends keyof DaytallyEvents>(
    type: Name,
    listener: (this: DaytallyElement, event: DaytallyEvents[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends Exclude<keyof HTMLElementEventMap, keyof DaytallyEvents>>(
    type: Name,
    listener: (this: HTMLElement, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof DaytallyEvents>(
    type: Name,
    listener: (this: DaytallyElement, event: DaytallyEvents[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<Name extends Exclude<keyof HTMLElementEventMap, keyof DaytallyEvents>>(
    type: Name,
    listener: (this: HTMLElement, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}
