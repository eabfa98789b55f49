import './define';
import { DaytallyElement } from './element';
import { serviceWorkers } from './storage';
import { trustedAddress } from './trusted';

/** What of the page stands in its address, so that it can be sent to a colleague; never data. */
const shown = {
  tab: 'tab',
  'end-date': 'endDate',
  'run-date': 'runDate',
  timezone: 'timezone',
} as const;

const element = document.querySelector('day-tally');
if (element instanceof DaytallyElement) {
  limit(element);
  readAddress(element);
  element.addEventListener('viewchange', () => writeAddress(element));
  // Whoever opens the page has come for this.
  const prepare = () => element.analyzer.prepare();
  if (document.readyState === 'complete') prepare();
  else addEventListener('load', prepare);
  if (import.meta.env.PROD) addEventListener('load', keepForOffline);
  void embed(element);
}

/** `?host=https://portal.example` lets the page of that origin, in whose frame this is, speak to it. */
async function embed(element: DaytallyElement): Promise<void> {
  const host = new URLSearchParams(location.search).get('host');
  if (!host || window.parent === window || !URL.canParse(host)) return;
  const { listen } = await import('./embed');
  listen(element, new URL(host).origin);
}

/** Has the browser keep the page's files; where it can't, the page needs the network as before. */
function keepForOffline(): void {
  const script = new URL('./service-worker.js', document.baseURI).href;
  const keep = () =>
    serviceWorkers()
      ?.register(trustedAddress(script))
      .catch(() => {});
  // After the module that the page itself is waiting for.
  setTimeout(keep, 2_000);
}

/** `?workers=N` and `?memory=N`, in MiB for each worker, are for trying and testing the page. */
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
    const wantsDay = property === 'endDate' || property === 'runDate';
    // What is no day could be seen nowhere in the form.
    if (value && (!wantsDay || isDay(value))) element[property] = value;
  }
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
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
