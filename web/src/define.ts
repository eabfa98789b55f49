import { define } from './portal';

export type {
  DaytallyElement,
  DaytallyEvents,
  DaytallyProperties,
  DefineOptions,
} from './portal';
export { define };

define();
