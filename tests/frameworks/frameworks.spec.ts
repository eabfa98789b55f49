import type { Page } from '@playwright/test';
import type { DaytallyElement } from '../../web/src/portal';
import { App, expect, test } from '../e2e/support/app';
import { cases } from '../e2e/support/case';

const sample = cases().find(({ name }) => name === 'sample');
const { DAYTALLY_NEXT_PORT, DAYTALLY_E2E_PORT } = process.env;
const sites = {
  'Next.js': `http://127.0.0.1:${DAYTALLY_NEXT_PORT}/`,
  Angular: `http://127.0.0.1:${DAYTALLY_E2E_PORT}/some/portals/angular/`,
};
/** Results that need no provider. */
const kinds = ['monthly', 'gapsList', 'gapsDates', 'gapsRanges'] as const;

/** Returns all rows of a result of the element, in the form of the fixtures. */
async function rowsOf(page: Page, kind: (typeof kinds)[number]) {
  return await page.evaluate(async (name) => {
    const results = document.querySelector<DaytallyElement>('day-tally')?.results;
    if (!results) throw new Error('there are no results');
    const { rows } = await results.rows(name, 0, results.length(name));
    const day = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10);
    return rows.map((row) =>
      row.map((cell) => {
        if (Array.isArray(cell)) return cell.map(day);
        if (cell === null) return null;
        return typeof cell === 'number' ? day(cell) : String(cell);
      }),
    );
  }, kind);
}

test('Next.js renders the element on its server', async ({ request }) => {
  const response = await request.get(sites['Next.js']);
  const served = await response.text();
  expect(served).toContain('<day-tally>');
  expect(served).toContain('<output>nothing yet</output>');
  // The policy allows only the inline scripts of this response.
  const policy = response.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval' 'nonce-[^']+';/);
  expect(policy).not.toContain('unsafe-inline');
});

for (const [framework, url] of Object.entries(sites)) {
  test(`${framework} shows the results and passes on props and events`, async ({ page }) => {
    const { faults } = new App(page, url);
    await page.goto(url);
    const days = sample?.expected.get('gapsDates')?.rows.length;
    const output = page.locator('output');
    await expect(output).toHaveText(`${days} days until 2023-04-18`);
    for (const kind of kinds) {
      expect(await rowsOf(page, kind), kind).toEqual(sample?.expected.get(kind)?.rows);
    }
    await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();
    await page.getByRole('button', { name: 'Earlier', exact: true }).click();
    await expect(output).toHaveText(/ days until 2023-04-10$/);
    expect(faults).toEqual([]);
  });
}
