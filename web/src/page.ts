import './page/elements';
import { serviceWorkers } from './browser/storage';
import { trustedUrl } from './browser/trusted';
import { DaytallyElement } from './element';
import type { LastFiles } from './page/last_files';
import { Visit } from './page/visit';

const element = document.querySelector('day-tally');
if (element instanceof DaytallyElement) {
  // The paragraph is shown only if this script does not start.
  element.querySelector('p')?.remove();
  limit(element);
  const framed = window.parent !== window;
  const waits = new URLSearchParams(location.search).get('autorun') === 'no';
  element.startsShortRuns = !framed && !waits;
  const invalid = new Visit(element, framed).begin();
  if (invalid.length > 0) {
    void import('./page/note').then(({ noteInvalid }) => noteInvalid(invalid, element));
  }
  let lastFiles: LastFiles | undefined;
  addEventListener('beforeunload', (event) => {
    // Data that the URL names opens again, and stored files are offered again. The host is
    // responsible for a frame.
    const linked = new URLSearchParams(location.search).has('src');
    const returns = framed || linked || lastFiles?.keeps;
    if (element.working || (element.hasResults && !returns)) event.preventDefault();
  });
  // Files are stored as handles, which only some browsers provide.
  if (!framed && 'showOpenFilePicker' in window) {
    void import('./page/last_files').then(({ LastFiles }) => {
      lastFiles = new LastFiles(element);
      void lastFiles.begin();
    });
  }
  // A user who opens the page wants to use it.
  const prepare = () => element.analyzer.prepare();
  if (document.readyState === 'complete') prepare();
  else addEventListener('load', prepare);
  if (import.meta.env.PROD) addEventListener('load', keepForOffline);
  if (framed) void import('./embed/frame').then(({ embed }) => embed(element));
}

/** Lets the browser store the page's files; if it cannot, the page needs the network as before. */
function keepForOffline(): void {
  const script = new URL('./service-worker.js', document.baseURI).href;
  const keep = () =>
    serviceWorkers()
      ?.register(trustedUrl(script))
      .catch(() => {});
  // After the module that the page itself is waiting for.
  setTimeout(keep, 2_000);
}

/** `?workers=N` and `?memory=N`, in MiB per worker, are for trying and testing the page. */
function limit(element: DaytallyElement): void {
  const parameters = new URLSearchParams(location.search);
  const workers = Number(parameters.get('workers'));
  const memory = Number(parameters.get('memory'));
  if (Number.isInteger(workers) && workers > 0) element.workers = Math.min(workers, 64);
  if (memory > 0) element.memory = memory;
}
