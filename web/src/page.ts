import './define';
import { DaytallyElement } from './element';

// `?workers=N` and `?memory=N`, in MiB for each worker, are for trying and testing the page.
const wanted = new URLSearchParams(location.search);
const workers = Number(wanted.get('workers'));
const memory = Number(wanted.get('memory'));
const element = document.querySelector('day-tally');
if (element instanceof DaytallyElement) {
  if (Number.isInteger(workers) && workers > 0) element.workers = Math.min(workers, 64);
  if (memory > 0) element.memory = memory;
  // Whoever opens the page has come for this.
  const prepare = () => element.analyzer.prepare();
  if (document.readyState === 'complete') prepare();
  else addEventListener('load', prepare);
}
