import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { contentPolicy } from '../../../web/policy';
import type { DaytallyElement } from '../../../web/src/portal';
import { cases, fixture } from '../support/case';
import { type Host, host } from '../support/static_host';
import { builtPackage } from './built_package';

const html =
  '<!doctype html><title>Portal</title><link rel="icon" href="data:,"><script type="module" src="./portal.js"></script>';
const script = `import './first/define.js';
import './second/define.js';
import { define } from './second/element.js';
define({ tag: 'acme-tally' });
define({ tag: 'acme-tally' });
let refused = '';
try { define({ tag: 'Acme' }); } catch (error) { refused = error.code; }
document.body.dataset.refused = refused;`;

let portal: Host;
let folder = '';

test.beforeAll(async () => {
  // Browsers take scripts at other URLs for other scripts.
  const built = await builtPackage();
  const own = mkdtempSync(join(tmpdir(), 'daytally-copies-'));
  folder = own;
  writeFileSync(join(own, 'index.html'), html);
  writeFileSync(join(own, 'portal.js'), script);
  const data = fixture('sample', 'input');
  const served = { '/first/': built, '/second/': built, '/data/': data, '/': own };
  // Each bundle makes the policies of Lit and Daytally.
  const policy = contentPolicy().replace(/trusted-types [^;]+/, "$& 'allow-duplicates'");
  portal = await host(served, policy);
});

test.afterAll(async () => {
  await portal.stop();
  rmSync(folder, { recursive: true });
});

test('two bundles share a page, and one defines the element under another name too', async ({
  page,
}) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(portal.url);
  await expect(page.locator('body')).toHaveAttribute('data-refused', 'invalid_option');
  const rows = await page.evaluate(async () => {
    const found: number[] = [];
    for (const tag of ['day-tally', 'acme-tally']) {
      const element = document.createElement(tag) as DaytallyElement;
      element.workers = 1;
      document.body.append(element);
      await element.open('data/views.parquet');
      found.push((await element.run()).length('monthly'));
      await element.analyzer.overview();
    }
    return found;
  });
  const expected = cases()
    .find(({ name }) => name === 'sample')
    ?.expected.get('monthly');
  expect(rows).toEqual([expected?.rows.length, expected?.rows.length]);
  await expect(page.locator('acme-tally').getByRole('tab', { name: 'Overview' })).toBeVisible();
  expect(faults).toEqual([]);
});
