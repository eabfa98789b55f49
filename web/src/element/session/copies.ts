import type { Session } from './session';

/** Runs again without suspected copies; the first of equal files stays. */
export async function skipCopies(session: Session): Promise<void> {
  const { run, analyzer, opening } = session;
  if (run.phase !== 'done') return;
  for (const path of analyzer.preview.copies(run.dataset)) opening.skipped.add(path);
  await session.start();
}
