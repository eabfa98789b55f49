import type { AskForViews } from '../types/snapshot';

/**
 * Has a function of the page answer what a company's own service would be asked: the body of a call
 * in, that of its answer out. `signal` is aborted when nothing more is wanted.
 */
export function askedFunction(ask: AskForViews, signal: AbortSignal) {
  return async (body: string): Promise<string> => {
    const { video_ids } = JSON.parse(body) as { video_ids: string[] };
    const answers: unknown = await ask(video_ids, { signal });
    if (!Array.isArray(answers)) throw new Error('the answer is not a list of [id, views]');
    return JSON.stringify(answers.map(answer));
  };
}

/** An element of the answer, as the service's; one that is not valid costs no other. */
function answer(given: unknown) {
  const [video_id, views]: unknown[] = Array.isArray(given) ? given : [];
  if (typeof video_id !== 'string') return given;
  // As text, since JSON of JavaScript has no integers beyond 2^53.
  return { video_id, views: views === null ? null : textOf(views) };
}

function textOf(views: unknown): string {
  const rounded = typeof views === 'number' && Number.isInteger(views);
  // A number that may have been rounded is no count; give it as a bigint.
  return rounded && !Number.isSafeInteger(views) ? `${views} (above 2^53)` : String(views);
}
