import type { ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from 'react';
import type { DaytallyElement, DaytallyEvents, DaytallyProperties } from '../types/define.js';

/** A handler of an event: its first argument is the event's detail. */
type Handler<Name extends keyof DaytallyEvents> = (
  detail: DaytallyEvents[Name]['detail'],
  event: DaytallyEvents[Name],
) => void;

/** The events of the element. */
interface Handlers {
  onStateChange?: Handler<'statechange'> | undefined;
  onProgress?: Handler<'progress'> | undefined;
  onResult?: Handler<'result'> | undefined;
  onError?: Handler<'error'> | undefined;
  onViewChange?: Handler<'viewchange'> | undefined;
  onChoose?: Handler<'choose'> | undefined;
}

/** The props of `<DayTally>`. An undefined one means the default. */
export type DayTallyProps = DaytallyProperties &
  Handlers &
  Omit<HTMLAttributes<HTMLElement>, keyof DaytallyProperties | keyof Handlers>;

/**
 * `<day-tally>` for React. It can be rendered on a server; the element is loaded in the browser.
 *
 * @example
 * <DayTally files={files} endDate={day} autorun view="results" onResult={({ counts }) => …} />
 */
export declare const DayTally: ForwardRefExoticComponent<
  DayTallyProps & RefAttributes<DaytallyElement>
>;
