import { expect, test } from '../support/app';
import { axe, expectNothing } from '../support/axe';
import { fixture } from '../support/case';

test('the line for Spark contains the current options', { tag: '@chromium' }, async ({ app }) => {
  const { page } = app;
  await page.addInitScript(axe);
  await app.open();
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('questions');
  await app.role('view_count').selectOption('viewCount');
  await app.reach('ready');
  const view = page.locator('day-tally-spark');
  await view.getByText('Run on Spark').click();
  const line = view.getByLabel('Command');
  await expect(line).toHaveText(
    /^spark-submit --py-files daytally_spark\.zip submit\.py all views -o daytally-results/,
  );
  await page.getByLabel('End date').fill('2023-04-18');
  await page.getByLabel('Snapshot date').fill('2023-04-19');
  await view.getByLabel('Input path').fill("s3a://bucket/it's here");
  await view.getByLabel('Output path').fill('out');
  await expect(line).toHaveText(
    "spark-submit --py-files daytally_spark.zip submit.py all 's3a://bucket/it'\\''s here' -o out " +
      '--columns viewCount=view_count --end-date 2023-04-18 --run-date 2023-04-19 --provider simulator',
  );
  await view.getByRole('combobox').selectOption('gaps, a row for each day');
  await expect(line).toHaveText(/ gaps .* -o out --form dates .*--end-date 2023-04-18$/);
  await expectNothing(app, 'the job for Spark');

  // Providers that Spark cannot call are absent.
  await app.runs();
  await app.tab('Snapshot').click();
  await page.getByLabel('Source', { exact: false }).selectOption('youtube');
  await app.setUp();
  await view.getByText('Run on Spark').click();
  await expect(view.getByText('YouTube is not available on Spark')).toBeVisible();
  await expect(view.getByRole('combobox').getByRole('option')).toHaveCount(4);
});
