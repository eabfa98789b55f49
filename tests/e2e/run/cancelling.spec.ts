import type { DaytallyElement } from '../../../web/src/element';
import { expect, test } from '../support/app';
import { generated } from '../support/generated';
import { holdReads, slow } from '../support/held';
import { nextRunWorks } from '../support/next_run';
import { folderOf, sampleBytes } from '../support/sample';

// during.spec.ts cancels the scan, the merge, the sort and the gaps; downloads.spec.ts cancels a
// download, and resuming.spec.ts a provider job.

test('cancel while the footers are read', async ({ app }) => {
  await holdReads(app.page);
  await app.open(2);
  const { path, remove } = folderOf(await sampleBytes(app.page), 20);
  await slow(app.page, 60_000);
  await app.drop(path);
  await expect(app.page.getByText('Reading metadata').first()).toBeVisible();
  await app.button('Cancel').click();
  await app.reach('cancelled');
  await app.cancelled();
  await slow(app.page, 0);
  await nextRunWorks(app);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  remove();
});

test('cancel during the simulator', { tag: ['@chromium', '@slow'] }, async ({ app }) => {
  const many = generated(300_000, 'clustered', 2);
  await app.open(2);
  await app.pick(many.path);
  await app.reach('ready');
  await app.analyze();
  const cancelled = await app.page.evaluate(async () => {
    const element = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const { analyzer } = element;
    return await new Promise<string>((resolve) => {
      analyzer.addEventListener('statechange', function changed() {
        const { state } = analyzer;
        if (state.phase !== 'done') return;
        analyzer.removeEventListener('statechange', changed);
        if (state.outcome.updating !== 'snapshot') resolve(`missed: ${state.outcome.updating}`);
        else {
          element.cancel();
          resolve(analyzer.state.phase);
        }
      });
    });
  });
  expect(cancelled).toBe('cancelled');
  await app.cancelled();
  await expect(app.page.getByRole('tab')).toHaveCount(0);
  await nextRunWorks(app);
  many.remove();
});

test('cancel a query of the input', { tag: '@chromium' }, async ({ app }) => {
  await holdReads(app.page);
  await app.open(2);
  const { path, remove } = folderOf(await sampleBytes(app.page), 20);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  await slow(app.page, 5_000);
  // A filter reads the input again, and cancelling it stops the reading.
  const given = await app.page.evaluate(async () => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const abort = new AbortController();
    const found = analyzer.view('combined', { filter: { first: 0 } }, { signal: abort.signal });
    abort.abort();
    return await found.then(
      () => 'found',
      (error) => error.code,
    );
  });
  expect(given).toBe('cancelled');
  await slow(app.page, 0);
  const rows = await app.page.evaluate(async () => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const [whole, found] = [
      analyzer.result('combined').length,
      await analyzer.view('combined', { filter: { first: 0 } }),
    ];
    return { whole, found: found.length };
  });
  expect(rows.found).toBe(rows.whole);
  remove();
});
