import type { Session } from './session';

/** Runs again without suspected copies; the first of equal files stays. */
export async function skipCopies(session: Session): Promise<void> {
  const { run, analyzer, opening } = session;
  if (run.phase !== 'done') return;
  for (const path of analyzer.preview.copies(run.dataset)) opening.skipped.add(path);
  await session.start();
}

/** Runs without the file that the last failure names. */
export async function skipFailed(session: Session): Promise<void> {
  const { run, analyzer, opening, options } = session;
  const { file } = run.phase === 'failed' ? run.error.location : {};
  if (file === undefined) return;
  opening.skipped.add(file);
  analyzer.excludeFile(file);
  await analyzer.run(options);
}
