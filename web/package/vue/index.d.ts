// The type of <day-tally> in the templates of Vue.
import type { DefineComponent } from 'vue';
import type { DaytallyEvents, DaytallyProperties } from '../types/define.js';

type Listeners = {
  [Name in keyof DaytallyEvents as `on${Capitalize<Name>}`]?: (event: DaytallyEvents[Name]) => void;
};

/** Whether a tag is the element's, for `compilerOptions.isCustomElement`. */
export declare function isDaytally(tag: string): boolean;

declare module 'vue' {
  interface GlobalComponents {
    'day-tally': DefineComponent<DaytallyProperties & Listeners>;
  }
}
