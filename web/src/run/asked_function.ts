import type { AskForViews } from '../types/snapshot';

/**
 * Has a function of the page answer what a company's own service would be asked: the body of a call
 * in, that of its answer out. `signal` is aborted when nothing more is wanted.
 */
export function askedFunction(ask: AskForViews, signal: AbortSignal) {
  return async (body: string): Promise<string> => {
    const { video_ids } = JSON.parse(body) as { video_ids: string[] };
    const answers: unknown = await ask(video_ids, { signal });
    if (!Array.isArray(answers)) throw new Error('the answer is no list of [id, views]');
    return JSON.stringify(answers.map(answer));
  };
}

function answer(given: unknown) {
  const [video_id, views]: unknown[] = Array.isArray(given) ? given : [];
  const whole = typeof views === 'bigint' || Number.isSafeInteger(views);
  if (typeof video_id !== 'string' || !whole) {
    const found = Array.isArray(given) ? given.map(String).join(', ') : String(given);
    throw new Error(`an answer is no pair of an id and a whole number: ${found}`);
  }
  // As text, since JSON of JavaScript has no integers beyond 2^53.
  return { video_id, views: String(views) };
}
