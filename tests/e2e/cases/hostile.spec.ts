import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/app';
import { monthlyRows } from '../support/next_run';
import { sampleBytes } from '../support/sample';

const folder = join(import.meta.dirname, '..', '..', 'hostile');
const files = readdirSync(folder).filter((name) => name.endsWith('.parquet'));

test('a decoder that panics is reported, and the next run works', async ({ app, page }) => {
  await app.open(1);
  const sample = await sampleBytes(page);
  // A panic looks the same to a browser in any decoder.
  for (const name of app.inFirefox ? files.slice(0, 1) : files) {
    await app.pick(join(folder, name));
    await app.reach('ready');
    await app.analyze();
    await app.reach('failed');
    await expect(page.getByRole('alert')).toContainText(name);
    await app.pick([{ name: 'sample.parquet', mimeType: '', buffer: sample }]);
    await app.reach('ready');
    await app.runs();
    await expect(page.getByRole('tab', { name: 'Monthly' })).toBeVisible();
    expect((await monthlyRows(page)).length).toBeGreaterThan(100);
    // A worker logs each panic to the console: that of the run, and that of the set-up's preview.
    const faults = app.faults.splice(0);
    expect(faults.filter((fault) => !fault.startsWith('error: panicked at '))).toEqual([]);
  }
});
