import './define';
import { serviceWorkers } from './browser/storage';
import { trustedAddress } from './browser/trusted';
import { DaytallyElement } from './element';
import { isValid } from './element/properties/properties';

/** The part of the page's state in its URL, so that it can be sent to a colleague; never data. */
const shown = {
  tab: 'tab',
  'end-date': 'endDate',
  'run-date': 'runDate',
  timezone: 'timezone',
} as const;

const element = document.querySelector('day-tally');
if (element instanceof DaytallyElement) {
  // Shown if it does not start.
  element.replaceChildren();
  limit(element);
  const { parent, location } = window;
  const waits = new URLSearchParams(location.search).get('autorun') === 'no';
  element.startsShortRuns = parent === window && !waits;
  readAddress(element);
  element.addEventListener('viewchange', () => writeAddress(element));
  // A user who opens the page wants to use it.
  const prepare = () => element.analyzer.prepare();
  if (document.readyState === 'complete') prepare();
  else addEventListener('load', prepare);
  if (import.meta.env.PROD) addEventListener('load', keepForOffline);
  if (window.parent !== window) void import('./embed/frame').then(({ embed }) => embed(element));
}

/** Lets the browser store the page's files; if it cannot, the page needs the network as before. */
function keepForOffline(): void {
  const script = new URL('./service-worker.js', document.baseURI).href;
  const keep = () =>
    serviceWorkers()
      ?.register(trustedAddress(script))
      .catch(() => {});
  // After the module that the page itself is waiting for.
  setTimeout(keep, 2_000);
}

/** `?workers=N` and `?memory=N`, in MiB per worker, are for trying and testing the page. */
function limit(element: DaytallyElement): void {
  const wanted = new URLSearchParams(location.search);
  const workers = Number(wanted.get('workers'));
  const memory = Number(wanted.get('memory'));
  if (Number.isInteger(workers) && workers > 0) element.workers = Math.min(workers, 64);
  if (memory > 0) element.memory = memory;
}

function readAddress(element: DaytallyElement): void {
  const wanted = new URLSearchParams(location.search);
  for (const [name, property] of Object.entries(shown)) {
    const value = wanted.get(name);
    // An invalid value is ignored: a link may be of another version.
    if (value && isValid(property, value)) element[property] = value;
  }
}

function writeAddress(element: DaytallyElement): void {
  const address = new URL(location.href);
  for (const [name, property] of Object.entries(shown)) {
    const value = element[property];
    if (value && value !== 'overview') address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(history.state, '', address);
}
