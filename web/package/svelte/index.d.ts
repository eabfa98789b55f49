// The type of <day-tally> in Svelte 5, which sets its properties.
import type { HTMLAttributes } from 'svelte/elements';
import type { DaytallyElement, DaytallyEvents, DaytallyProperties } from '../types/define.js';

type Listeners = {
  [Name in keyof DaytallyEvents as `on${Name}`]?:
    | ((event: DaytallyEvents[Name]) => void)
    | undefined;
};

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'day-tally': DaytallyProperties &
      Listeners &
      Omit<HTMLAttributes<DaytallyElement>, keyof DaytallyProperties | keyof Listeners>;
  }
}
