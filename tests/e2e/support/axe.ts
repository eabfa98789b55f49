import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { type App, expect } from './app';

/** The source of axe, for an init script. */
export const axe = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** Expects no axe violations in wide and narrow windows, light and dark. */
export async function expectNothing(app: App, state: string): Promise<void> {
  const { page } = app;
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    // Playwright cannot set the color scheme in Firefox.
    for (const colorScheme of app.inFirefox ? [null] : (['light', 'dark'] as const)) {
      if (colorScheme) await page.emulateMedia({ colorScheme });
      // Only the colors differ in dark mode.
      const found = await violations(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
      expect(found, `${state}, ${width} pixels, ${colorScheme}`).toEqual([]);
    }
  }
}

/** Returns what axe finds by some rules, or by all. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
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
