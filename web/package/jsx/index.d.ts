// The type of <day-tally> in JSX without the component of daytally/react: React 19 sets its
// properties, and listens to its events by their own names, such as `onresult`.
import type { HTMLAttributes, RefAttributes } from 'react';
import type { DaytallyElement, DaytallyEvents, DaytallyProperties } from '../types/define.js';

type Listeners = {
  [Name in keyof DaytallyEvents as `on${Name}`]?:
    | ((event: DaytallyEvents[Name]) => void)
    | undefined;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'day-tally': DaytallyProperties &
        Listeners &
        RefAttributes<DaytallyElement> &
        Omit<HTMLAttributes<HTMLElement>, keyof DaytallyProperties>;
    }
  }
}
