import type { Fetching, MergeStep, RunState, ScanProgress } from '../types';

/** The progress: reading footers or data, sorting, or fetching from a provider. */
export type Progress =
  | { readonly phase: 'footers'; readonly done: number; readonly total: number }
  | ({ readonly phase: 'scanning' } & ScanProgress)
  | { readonly phase: 'merging'; readonly step: MergeStep }
  | { readonly phase: 'snapshot'; readonly fetching?: Fetching };

/** Returns the progress of a state; undefined if nothing is in progress. */
export function progressOf(state: RunState, fetching?: Fetching): Progress | undefined {
  switch (state.phase) {
    case 'footers':
      return state;
    case 'scanning':
      return { phase: 'scanning', ...state.progress };
    case 'merging':
      return { phase: 'merging', step: state.step };
    case 'done':
      if (fetching) return { phase: 'snapshot', fetching };
      if (state.outcome.updating === 'gaps') return { phase: 'merging', step: 'gaps' };
      return state.outcome.updating && { phase: 'snapshot' };
    default:
      return undefined;
  }
}
