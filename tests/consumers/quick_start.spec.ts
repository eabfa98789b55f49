import { App, expect, test } from '../e2e/support/app';
import { cases, fixture } from '../e2e/support/case';

const sample = cases().find(({ name }) => name === 'sample');

test('React renders the element on a server, and hydrates it', async ({ page, baseURL }) => {
  const served = await (await page.request.get(`${baseURL}some/portals/react/`)).text();
  expect(served).toContain('<day-tally>');
  expect(served).toContain('nothing yet');
});

for (const framework of ['react', 'vue', 'svelte']) {
  test(`${framework} passes on props and events`, async ({ page, baseURL }) => {
    const url = `${baseURL}some/portals/${framework}/`;
    const { faults } = new App(page, url);
    await page.goto(url);
    const output = page.locator('output');
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const days = sample?.expected.get('gapsDates')?.rows.length;
    await expect(output).toHaveText(`${days} days until 2023-04-18`);
    await press('Earlier');
    await expect(output).toHaveText(/ days until 2023-04-10$/);
    await press('Impossible');
    await expect(output).toHaveText('invalid_option');
    // The newest day of the data, which is the default.
    await press('Newest');
    await expect(output).toHaveText(`${days} days until 2023-04-18`);
    await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();
    expect(faults).toEqual([]);
  });
}

test('the README example for a plain page shows results', async ({ page, baseURL }) => {
  const url = `${baseURL}some/portals/site/quick_start.html`;
  const { faults } = new App(page, url);
  await page.goto(url);
  const gaps = sample?.expected.get('gapsRanges')?.rows.length;
  await expect(page.getByRole('tab', { name: `Gaps ${gaps}` })).toBeVisible();
  expect(faults).toEqual([]);
});

test('the site that the package writes analyzes chosen files', async ({ page, baseURL }) => {
  const app = new App(page, `${baseURL}some/portals/site/`);
  await page.goto(`${baseURL}some/portals/site/`);
  await app.pick(fixture('sample', 'input', 'views.parquet'));
  await app.runs();
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();
  expect(app.faults).toEqual([]);
});

test('esbuild bundles the functions beside the files that the package writes', async ({
  page,
  baseURL,
}) => {
  await page.goto(`${baseURL}some/portals/esbuild/`);
  const days = sample?.expected.get('gapsDates')?.rows.length;
  await expect(page.locator('output')).toHaveText(`${days} days`);
});

test('the README examples for functions read batches and a file', async ({ page, baseURL }) => {
  await page.goto(`${baseURL}some/portals/vite/`);
  const lines = (sample?.expected.get('monthly')?.rows.length ?? 0) + 1;
  await expect(page.locator('body')).toHaveAttribute('data-quick', `1 ${lines}`);
});
