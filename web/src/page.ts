import './define';
import { DaytallyElement } from './element';

// `?workers=N` is for trying and testing the page with another number of workers.
const wanted = Number(new URLSearchParams(location.search).get('workers'));
const element = document.querySelector('day-tally');
if (element instanceof DaytallyElement && Number.isInteger(wanted) && wanted > 0) {
  element.workers = Math.min(wanted, 64);
}
