import { expect, test } from '../support/app';
import { fixture } from '../support/case';
import { folderOf, sampleBytes } from '../support/sample';

test('the diagnostics show examples by file, and can be saved', { tag: '@chromium' }, async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  await app.drop(fixture('unreadable_days_text', 'input'));
  await app.reach('ready');
  await app.runs();
  await app.tab('Data quality').click();
  const files = page.locator('day-tally-issue-files');
  await expect(files.getByRole('status').first()).toHaveText('2 files with issues');
  const first = files.locator('li').first();
  await expect(first).toContainText('23 rows whose date can’t be read');
  // An unreadable value counts as null, but its row is listed once.
  await expect(first).not.toContainText('null date');
  const button = files.getByRole('button', { name: /^Examples of .*a\.parquet$/ });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  const table = (name: RegExp) => files.getByRole('region', { name }).locator('tbody tr');
  await expect(table(/2 rows whose upload date can’t be read/)).toHaveCount(2);
  await expect(table(/3 rows whose date can’t be read/)).toHaveCount(3);

  const saved = async (name: string) => {
    const { bytes } = await app.saves(() => app.button(name).click());
    return bytes.toString('utf8');
  };
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const csv = (await saved('CSV')).split('\n');
  expect(csv).toContain(',,nullDateRows,26,');
  expect(csv.filter((line) => /a\.parquet,0,unreadableDateRows,3,/.test(line))).toHaveLength(1);
  const json = JSON.parse(await saved('JSON'));
  expect(json.whole).toMatchObject({ rows: 67, nullDateRows: 26 });
  expect(json.files).toHaveLength(2);
});

test('suspected copies can be skipped, and the results are then those of one file', {
  tag: '@chromium',
}, async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.sample();
  // Long values wrap and cover no other numbers.
  await app.tab('Data quality').click();
  const lists = page.locator('day-tally-diagnostics dl');
  await expect(lists.first()).toContainText('2023-04-18');
  const overflows = await lists.evaluateAll((all) =>
    all.map((each) => each.scrollWidth - each.clientWidth),
  );
  expect(overflows).toEqual([0, 0, 0]);
  const months = () => app.cells(1);
  await app.tab('Monthly').click();
  const before = await months();
  const { path, remove } = folderOf(await sampleBytes(page), 3);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  await expect(page.getByText(/^3 files may be copies of each other/)).toBeVisible();
  await expect.poll(months).not.toEqual(before);
  await app.button('Skip the copies and analyze').click();
  await app.outcomeOf(1);
  await expect.poll(months).toEqual(before);
  await expect(app.button('Skip the copies and analyze')).toHaveCount(0);
  await expect(page.getByText('2 files were skipped')).toBeVisible();
  remove();
});
