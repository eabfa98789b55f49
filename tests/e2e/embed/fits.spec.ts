import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { contentPolicy } from '../../../web/policy';
import type { DaytallyElement } from '../../../web/src/portal';
import { axe, violations } from '../support/axe';
import { fixture } from '../support/case';
import { type Host, host } from '../support/static_host';
import { builtPackage } from './built_package';

const root = join(import.meta.dirname, '..', '..', '..');

let portal: Host;

test.beforeAll(async () => {
  const built = await builtPackage();
  const own = join(root, 'tests', 'portal');
  const data = fixture('sample', 'input');
  portal = await host({ '/daytally/': built, '/data/': data, '/': own }, contentPolicy());
});

test.afterAll(async () => {
  await portal.stop();
});

/** Runs in the portal's element. */
async function runs(page: Page): Promise<void> {
  await page.goto(`${portal.url}dark.html`);
  await page.waitForFunction(() => customElements.get('day-tally'));
  await page.evaluate(async () => {
    const element = document.querySelector('day-tally') as DaytallyElement;
    await element.open('data/views.parquet');
    await element.run();
  });
  await page.locator('canvas').first().waitFor();
}

/** Returns the share of light pixels of a chart. */
async function light(page: Page): Promise<number> {
  return await page
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
      let [drawn, bright] = [0, 0];
      for (let at = 0; at < data.length; at += 4) {
        if ((data[at + 3] ?? 0) < 200) continue;
        drawn += 1;
        if ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) > 384) bright += 1;
      }
      return bright / drawn;
    });
}

test('an element is dark in a dark portal, though the system is light', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.addInitScript(axe);
  await runs(page);
  const element = page.locator('day-tally');
  const ground = () => element.evaluate((each) => getComputedStyle(each).backgroundColor);
  expect(await ground()).toBe('rgb(19, 22, 25)');
  const dark = await light(page);
  // The portal's colours apply, but its own `--line`, a name that Daytally uses too, does not.
  const tab = page.getByRole('tab', { name: 'Overview' });
  expect(await tab.evaluate((each) => getComputedStyle(each).color)).toBe('rgb(255, 176, 0)');
  const line = await element.evaluate((each) => getComputedStyle(each).getPropertyValue('--line'));
  expect(line).not.toContain('red');
  const tabs = page.getByRole('tablist');
  expect(await tabs.evaluate((each) => getComputedStyle(each).borderBottomWidth)).toBe('4px');
  await page.getByRole('tab', { name: /Monthly/ }).click();
  const bar = page.locator('day-tally-result [part=toolbar]');
  expect(await bar.evaluate((each) => getComputedStyle(each).backgroundColor)).toBe(
    'rgb(40, 30, 0)',
  );
  expect(await violations(page)).toEqual([]);

  // When the portal switches its colours, charts are drawn again.
  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.locator('canvas').first().waitFor();
  await page.evaluate(() => {
    document.documentElement.style.colorScheme = 'light';
    document.body.style.cssText = 'background: #ffffff; color: #101418';
  });
  expect(await ground()).toBe('rgb(250, 250, 248)');
  await expect.poll(() => light(page)).not.toBeCloseTo(dark, 2);
});

test('the page around an element keeps its landmarks, its headings and its height', {
  tag: '@chromium',
}, async ({ page }) => {
  await runs(page);
  await expect(page.getByRole('main')).toHaveCount(1);
  await expect(page.getByRole('banner')).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(['Dark portal']);
  const empty = await page.evaluate(() => {
    const element = document.createElement('day-tally');
    element.setAttribute('view', 'results');
    document.body.append(element);
    return (element as DaytallyElement).getBoundingClientRect().height;
  });
  expect(empty).toBeLessThan(200);
});

test('a portal chooses what its users can change', { tag: '@chromium' }, async ({ page }) => {
  await runs(page);
  const element = page.locator('day-tally');
  const button = (name: string) => element.getByRole('button', { name, exact: true });
  await expect(element.getByRole('tab')).toHaveCount(3);
  for (const name of ['Change', 'Open other data', 'Choose files', 'Analyze again']) {
    await expect(button(name)).toHaveCount(0);
  }
  const controls = async (names: string) => {
    await element.evaluate((each, value) => each.setAttribute('controls', value), names);
  };
  await controls('dates');
  await button('Change').click();
  await expect(element.getByLabel('End date')).toBeVisible();
  await expect(element.locator('day-tally-preview')).toHaveCount(0);
  await expect(button('Open other data')).toHaveCount(0);
  await controls('drop columns');
  await expect(element.locator('day-tally-preview')).toBeVisible();
  await expect(element.getByLabel('End date')).toHaveCount(0);
  await button('Open other data').click();
  await expect(button('Choose files')).toBeVisible();
  await controls('none');
  await expect(button('Choose files')).toHaveCount(0);
  // Dropped files are now left to the portal.
  const taken = await element.evaluate((each) => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'x.parquet'));
    const drop = new DragEvent('drop', { dataTransfer: data, cancelable: true });
    return !each.dispatchEvent(drop);
  });
  expect(taken).toBe(false);
  await element.evaluate((each) => {
    const { columns } = each as DaytallyElement;
    const other = each as DaytallyElement;
    other.columns = { ...columns, date: null };
    other.tabs = 'snapshot';
    return other.open('data/views.parquet').then(() => other.run());
  });
  await expect(element.getByText('Not fetched.')).toHaveCount(0);
  await controls('provider');
  await expect(element.getByText('Not fetched.')).toBeVisible();
});
