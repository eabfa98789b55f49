import { expect, test } from './app';
import { axe, expectNothing } from './axe';
import { fixture } from './case';

test('the command and the notebook for a cluster contain the current options', async ({ app }) => {
  const { page } = app;
  await page.addInitScript(axe);
  await app.open();
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('questions');
  await page.keyboard.press('Escape');
  await page.getByLabel('Views', { exact: true }).selectOption('view_count');
  await app.reach('ready');
  const view = page.locator('day-tally-cluster');
  await view.getByText('Run on a cluster').click();
  const line = view.getByLabel('The line to submit the job');
  await expect(line).toHaveText(
    /^spark-submit --py-files daytally_spark\.zip submit\.py all views -o daytally-results/,
  );
  await page.getByLabel('Complete up to').fill('2023-04-18');
  await page.getByLabel('Snapshot dated').fill('2023-04-19');
  await view.getByLabel('Where it reads').fill("s3a://bucket/it's here");
  await view.getByLabel('Where it writes').fill('out');
  await expect(line).toHaveText(
    "spark-submit --py-files daytally_spark.zip submit.py all 's3a://bucket/it'\\''s here' -o out " +
      '--columns viewCount=view_count --end-date 2023-04-18 --run-date 2023-04-19 --provider simulator',
  );
  await view.getByRole('combobox').selectOption('gaps, a row for each day');
  await expect(line).toHaveText(/ gaps .* -o out --form dates .*--end-date 2023-04-18$/);
  await expectNothing(app, 'the job for a cluster');

  const saved = await app.saves(() =>
    view.getByRole('button', { name: 'Save a notebook' }).click(),
  );
  expect(saved.name).toBe('daytally.ipynb');
  const notebook = JSON.parse(saved.bytes.toString('utf8'));
  expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
  const words = notebook.cells.find(({ id }: { id: string }) => id === 'arguments').source;
  expect(words).toContain('"s3a://bucket/it\'s here",\n    "-o",\n    "out",\n    "--form",');

  // Providers that a cluster cannot call are absent.
  await page.getByLabel(/^\s*Provider/).selectOption('youtube');
  await expect(view.getByText('A cluster does not ask YouTube')).toBeVisible();
  await expect(view.getByRole('combobox').getByRole('option')).toHaveCount(4);
});
