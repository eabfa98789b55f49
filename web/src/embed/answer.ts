import { reasonOf } from '../analyzer/ended';
import type { DaytallyElement } from '../element';
import { framedNames, type Given, valid } from '../element/properties/properties';
import { DaytallyError, pageCodes } from '../errors';
import { entriesOf, refused, unknownName } from '../options/check';
import { checkWindow } from '../options/rows';
import { type Sources, selectGiven } from '../sources/selection/given';
import type { ResultKind } from '../types';
import { configName } from './config';
import { type Sending, send } from './sending';

/** The version of the messages; it changes only if existing messages change. */
export const version = 1;

/** A message of the embedding page. One with an `id` is answered with it. */
export type ToFrame = { readonly id?: unknown } & (
  | { readonly daytally: 'hello' }
  | { readonly daytally: 'heights' }
  | { readonly daytally: 'open'; readonly sources: Sources }
  | { readonly daytally: 'run' }
  | { readonly daytally: 'cancel' }
  | { readonly daytally: 'set'; readonly values: Readonly<Record<string, unknown>> }
  | {
      readonly daytally: 'rows';
      readonly kind: ResultKind;
      /** First row, inclusive, and last, exclusive. */
      readonly start: number;
      readonly end: number;
    }
  | ({ readonly daytally: 'send' } & Sending)
  | { readonly daytally: 'overview' }
  | { readonly daytally: 'outages'; readonly share?: number }
);

/** What messages act on. */
export interface Framed {
  readonly element: DaytallyElement;
  /** Origins of the URLs that may be opened. */
  readonly sources: readonly string[];
  readonly send: (message: object) => void;
}

type Answers = {
  readonly [Name in ToFrame['daytally']]: (
    framed: Framed,
    message: ToFrame & { readonly daytally: Name },
  ) => object;
};

const answers: Answers = {
  hello: () => ({ version }),
  heights: sendHeights,
  async open({ element, sources: allowed }, { sources }) {
    const selection = await selectGiven(sources);
    for (const file of selection.files) if ('url' in file) allow(file.url, allowed);
    await element.open(selection);
    const { state } = element.analyzer;
    const { phase } = state;
    if (phase !== 'questions' && phase !== 'ready' && phase !== 'done') throw reasonOf(state);
    return { dataset: state.dataset };
  },
  async run({ element }) {
    await element.run();
    const { state } = element.analyzer;
    if (state.phase !== 'done') throw reasonOf(state);
    return { result: state.outcome };
  },
  cancel({ element }) {
    element.cancel();
    return {};
  },
  set({ element, sources }, message) {
    Object.assign(element, settings(message, sources));
    return {};
  },
  async rows({ element }, { kind, start, end }) {
    checkWindow(start, end);
    return { streams: await element.analyzer.arrow(kind, start, end) };
  },
  send: ({ element }, message) => send(element, message),
  overview: async ({ element }) => ({ overview: await element.analyzer.overview() }),
  outages: async ({ element }, { share }) => ({
    outages: (await element.analyzer.coverage(share))?.outages ?? [],
  }),
};

/**
 * Executes a message, and returns the fields of its answer. Rejects with a DaytallyError of code
 * `invalid_option` if it is malformed, or with what its work fails with.
 */
export async function answer(framed: Framed, message: Partial<ToFrame> | null): Promise<object> {
  const name = message?.daytally;
  type Answer = (framed: Framed, message: unknown) => object;
  for (const [known, found] of Object.entries(answers as Record<string, Answer>)) {
    if (known === name) return await found(framed, message);
  }
  throw unknownName('The field "daytally" of a message can’t be', name, Object.keys(answers));
}

/** Sends the height of what the frame shows, now and when it changes. */
function sendHeights({ element, send }: Framed): object {
  // Otherwise a taller frame would show more, and would have to become even taller.
  element.style.minHeight = '0';
  element.style.setProperty('--daytally-table-height', '28rem');
  new ResizeObserver(() => {
    send({ daytally: 'height', height: Math.ceil(element.getBoundingClientRect().height) });
  }).observe(element);
  return {};
}

/** Returns the properties to set; all are checked before any is set. */
function settings(message: object, sources: readonly string[]): Partial<Given> {
  const given: unknown = 'values' in message ? message.values : undefined;
  const entries = entriesOf(given, 'Field "values"', 'an object of properties by name');
  const taken = entries.map(([name, value]) => {
    const property = framedNames.find((known) => known === name);
    if (!property) throw unknownName('A message can’t set', name, framedNames);
    if (value === null) throw refused(name, 'a value, or nothing for the default', value);
    return [property, valid(property, value)] as const;
  });
  const values: Partial<Given> = Object.fromEntries(taken);
  const { provider } = values;
  if (typeof provider === 'object' && provider.url !== undefined) allow(provider.url, sources);
  return values;
}

/** Refuses a URL whose origin is not in the page's configuration. */
function allow(url: string, sources: readonly string[]): void {
  const origin = URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI).origin : '';
  if (sources.includes(origin)) return;
  const remedy = `The operator of this page can name it in "sources" of ${configName}.`;
  const message = `A URL of ${origin || 'no origin'} can’t be opened from this frame. ${remedy}`;
  throw new DaytallyError(pageCodes.invalidOption, message);
}
