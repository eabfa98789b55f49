import { pageCodes } from '../../errors';
import type { Outcome, Problem, RunState, ScanProgress } from '../../types';
import type { ErrorCode } from '../../types/error_code';

/** How the user changed what an element shows. */
export interface ViewChange {
  /** Whether Back should return from it. */
  readonly navigates: boolean;
}

/** The events of `<day-tally>`, by name. They do not bubble. */
export interface DaytallyEvents {
  /** The state of the run. */
  statechange: CustomEvent<RunState>;
  /** The progress of reading the data. */
  progress: CustomEvent<ScanProgress>;
  /** The results, when all are available, and again when some were derived again. */
  result: CustomEvent<Outcome>;
  /**
   * Why there is no result, or which property is not valid; the problems of files if they are the
   * cause.
   */
  error: CustomEvent<
    Problem & { readonly code: ErrorCode; readonly problems?: readonly Problem[] }
  >;
  /** The user changed a date, the zone, the outages, or what is shown of the results. */
  viewchange: CustomEvent<ViewChange>;
  /** The user wants to choose files or a folder; if it is cancelled, no picker opens. */
  choose: CustomEvent<'files' | 'folder'>;
}

/** Fires the event of a change of a run. */
export function announce(target: EventTarget, state: RunState): void {
  const dispatch = <Name extends Exclude<keyof DaytallyEvents, 'viewchange' | 'choose'>>(
    name: Name,
    detail: DaytallyEvents[Name]['detail'],
  ) => target.dispatchEvent(new CustomEvent(name, { detail }));
  dispatch('statechange', state);
  if (state.phase === 'scanning') dispatch('progress', state.progress);
  else if (state.phase === 'failed') dispatch('error', reasonOf(state));
  else if (state.phase === 'done' && !state.outcome.updating) dispatch('result', state.outcome);
}

/** Returns why a run failed, with the problems of the files if none can be read. */
function reasonOf({ error, chosen }: Extract<RunState, { phase: 'failed' }>) {
  const code = error.code as ErrorCode;
  const problems = chosen?.problems ?? [];
  const [first] = problems;
  if (code !== pageCodes.noInput || !first) return { ...error, code };
  return { ...error, code, message: `${error.message} The first: ${first.message}`, problems };
}
