import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { type App, expect, test } from './app';
import { fixture } from './case';
import { hold, holdReads } from './held';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, in windows wide and narrow, light and dark. */
async function expectNothing(app: App, state: string): Promise<void> {
  const { page } = app;
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    // Firefox takes no colours from the outside.
    for (const colorScheme of app.inFirefox ? [null] : (['light', 'dark'] as const)) {
      if (colorScheme) await page.emulateMedia({ colorScheme });
      // All that differs in the dark is the colours.
      const found = await violations(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
      expect(found, `${state}, ${width} pixels, ${colorScheme}`).toEqual([]);
    }
  }
}

async function violations(page: Page, rules: string[] | undefined): Promise<string[]> {
  return await page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const found: AxeResults = await axe.run(document, {
      resultTypes: ['violations'],
      ...(only && { runOnly: { type: 'rule', values: only } }),
    });
    return found.violations.flatMap(({ id, nodes }) => {
      return nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`);
    });
  }, rules);
}

test.beforeEach(async ({ app }) => {
  await holdReads(app.page);
  await app.open();
  // Evaluated from the outside, which the page's policy does not bind.
  await app.page.evaluate(axe);
});

test('axe finds nothing before and during a run', async ({ app }) => {
  const { page } = app;
  await expectNothing(app, 'empty');
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('questions');
  await expectNothing(app, 'questions');
  await app.drop(fixture('missing_viewcount', 'input'));
  await app.reach('ready');
  await expect(page.getByRole('status', { name: 'Problems' })).toBeVisible();
  await expectNothing(app, 'ready');
  await hold(page);
  await app.button('Run').click();
  await app.reach('scanning');
  await expectNothing(app, 'running');
  await app.button('Cancel').click();
  await app.reach('cancelled');
  await expectNothing(app, 'cancelled');
});

test('axe finds nothing in a failure', async ({ app }) => {
  await app.drop(fixture('corrupt_page', 'input'));
  await app.reach('ready');
  await app.button('Run').click();
  await app.reach('failed');
  await expectNothing(app, 'failed');
});

test('axe finds nothing in the results', async ({ app }) => {
  test.slow();
  const { page } = app;
  await app.button('Try it with sample data').click();
  await app.reach('done');
  await page.locator('canvas').nth(2).waitFor();
  await page.getByText('Numbers').first().click();
  await expectNothing(app, 'Overview');
  for (const tab of ['Monthly', 'Gaps', 'Snapshot', 'Unanswered', 'Combined', 'Diagnostics']) {
    await app.tab(tab).click();
    if (tab !== 'Diagnostics' && tab !== 'Unanswered') await app.cells(1);
    await expectNothing(app, tab);
  }
});

test('nothing moves by itself', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = () =>
    page.evaluate(() => {
      const found = new Set<string>();
      const visit = (root: Document | ShadowRoot) => {
        for (const element of root.querySelectorAll('*')) {
          for (const part of [null, '::before', '::after']) {
            const { animationName, transitionDuration } = getComputedStyle(element, part);
            if (animationName !== 'none' || !/^0s(, 0s)*$/.test(transitionDuration)) {
              found.add(`${element.localName}${part ?? ''}`);
            }
          }
          if (element.shadowRoot) visit(element.shadowRoot);
        }
      };
      visit(document);
      return [...found, ...document.getAnimations().map(String)];
    });
  expect(await moving()).toEqual([]);
  await app.drop(fixture('codec_snappy_v1', 'input'));
  await app.reach('ready');
  await hold(page);
  await app.button('Run').click();
  await app.reach('scanning');
  expect(await moving()).toEqual([]);
  await app.button('Cancel').click();
  await app.reach('cancelled');
  await hold(page, false);
  await app.button('Run').click();
  await app.reach('done');
  await page.locator('canvas').first().waitFor();
  expect(await moving()).toEqual([]);
});
