import { pageCodes } from '../errors';
import type { Outcome, Problem, RunState, ScanProgress } from '../types';

/** What `<day-tally>` tells the page around it, by name. The events don't bubble. */
export interface DaytallyEvents {
  /** Where the run is now. */
  statechange: CustomEvent<RunState>;
  /** How far the reading of the data is. */
  progress: CustomEvent<ScanProgress>;
  /** What was found, once all of it is there, and again when it was derived anew. */
  result: CustomEvent<Outcome>;
  /** Why there is no result, or which property is not valid; the problems of files if they are why. */
  error: CustomEvent<Problem & { readonly problems?: readonly Problem[] }>;
  /** Another date, zone or result is looked at. */
  viewchange: Event;
}

/** Tells of a change of a run. */
export function announce(target: EventTarget, state: RunState): void {
  const tell = <Name extends Exclude<keyof DaytallyEvents, 'viewchange'>>(
    name: Name,
    detail: DaytallyEvents[Name]['detail'],
  ) => target.dispatchEvent(new CustomEvent(name, { detail }));
  tell('statechange', state);
  if (state.phase === 'scanning') tell('progress', state.progress);
  else if (state.phase === 'failed') tell('error', reasonOf(state));
  else if (state.phase === 'done' && !state.outcome.updating) tell('result', state.outcome);
}

/** Why a run failed: also the problems of the files if none can be read. */
function reasonOf({ error, chosen }: Extract<RunState, { phase: 'failed' }>) {
  const problems = chosen?.problems ?? [];
  const [first] = problems;
  if (error.code !== pageCodes.noInput || !first) return error;
  return { ...error, message: `${error.message} The first: ${first.message}`, problems };
}
