import { cancelled, DaytallyError, pageCodes } from '../errors';
import type { Dataset, RunState } from '../types';

/** Returns why a run has ended without results, or before it had any. */
export function reasonOf(state: RunState): DaytallyError {
  switch (state.phase) {
    case 'failed':
      return failure(state);
    case 'questions':
      return question(state.dataset);
    case 'idle':
      return new DaytallyError(pageCodes.noInput, 'Nothing is open: open files first.');
    default:
      return cancelled();
  }
}

/** Returns why a run failed; if no file can be read, the files' problems state why. */
function failure({ error, chosen }: Extract<RunState, { phase: 'failed' }>): DaytallyError {
  const [first, ...others] = chosen?.problems ?? [];
  if (error.code !== pageCodes.noInput || !first) return DaytallyError.from(error);
  if (others.length === 0) return DaytallyError.from(first);
  return new DaytallyError(error.code, `${error.message} The first: ${first.message}`);
}

function question({ plan }: Dataset): DaytallyError {
  const messages = plan.questions.map(({ message }) => message);
  const remedy = 'Name the column of each role in the option `columns`.';
  return new DaytallyError(pageCodes.ambiguousColumn, [...messages, remedy].join(' '));
}
