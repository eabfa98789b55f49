import type { Asking, MergeStep, RunState, ScanProgress } from '../types';

/** How far it is: footers read, data read, put in order, or a provider asked. */
export type Progress =
  | { readonly phase: 'footers'; readonly done: number; readonly total: number }
  | ({ readonly phase: 'scanning' } & ScanProgress)
  | { readonly phase: 'merging'; readonly step: MergeStep }
  | { readonly phase: 'snapshot'; readonly asking?: Asking };

/** What a state tells of the way to the results; undefined where nothing is under way. */
export function progressOf(state: RunState, asking?: Asking): Progress | undefined {
  switch (state.phase) {
    case 'footers':
      return state;
    case 'scanning':
      return { phase: 'scanning', ...state.progress };
    case 'merging':
      return { phase: 'merging', step: state.step };
    case 'done':
      if (asking) return { phase: 'snapshot', asking };
      if (state.outcome.updating === 'gaps') return { phase: 'merging', step: 'gaps' };
      return state.outcome.updating && { phase: 'snapshot' };
    default:
      return undefined;
  }
}
