import type { FetchViews } from '../../types/snapshot';

/**
 * Lets a function of the page answer the calls of a company's own service: takes the body of a call
 * and returns that of its answer. `signal` is aborted when no more is wanted.
 */
export function answerByCallback(fetchViews: FetchViews, signal: AbortSignal) {
  return async (body: string): Promise<string> => {
    const { video_ids } = JSON.parse(body) as { video_ids: string[] };
    const answers: unknown = await fetchViews(video_ids, { signal });
    if (!Array.isArray(answers)) throw new Error('the answer is not a list of [id, views]');
    return JSON.stringify(answers.map(answer));
  };
}

/**
 * Returns an element of the answer in the service's format. An invalid one does not affect the
 * others.
 */
function answer(given: unknown) {
  const [video_id, views]: unknown[] = Array.isArray(given) ? given : [];
  if (typeof video_id !== 'string') return given;
  // As text, because JavaScript's JSON has no integers beyond 2^53.
  return { video_id, views: views === null ? null : textOf(views) };
}

function textOf(views: unknown): string {
  const rounded = typeof views === 'number' && Number.isInteger(views);
  // A number that may have been rounded is not a count; give it as a bigint.
  return rounded && !Number.isSafeInteger(views) ? `${views} (above 2^53)` : String(views);
}
