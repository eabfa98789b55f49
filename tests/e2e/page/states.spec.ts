import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { type App, test as base, expect } from '../support/app';
import { axe, violations } from '../support/axe';
import { fixture } from '../support/case';
import { hold, holdReads } from '../support/held';
import * as pictures from '../support/pictures';

/** A window, its colours, and the scale of its stored screenshots. */
interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  readonly forcedColors: 'none' | 'active';
  readonly scale: number;
}

const looks: readonly Look[] = [
  { ...look('wide', 1280, 800), scale: 1 },
  { ...look('narrow', 320, 640), scale: 1 },
  { ...look('large', 1920, 1080), scale: 0.5 },
  { ...look('dark', 1280, 800), colorScheme: 'dark', scale: 0.5 },
  { ...look('forced', 1280, 800), forcedColors: 'active', scale: 0.5 },
];

function look(name: string, width: number, height: number) {
  return { name, width, height, colorScheme: 'light', forcedColors: 'none' } as const;
}

/** A page that compares screenshots. */
const test = base.extend<{ blank: Page }>({
  blank: async ({ page }, use) => {
    const blank = await pictures.decoder(page.context());
    await use(blank);
    await blank.close();
  },
});

/** The share of the pixels that may differ. */
const allowed = 0.02;

/**
 * Checks a state in every window and all colours: axe finds nothing, the page does not scroll
 * sideways, and it matches its screenshot in docs/states.
 *
 * `DAYTALLY_PICTURES=write` writes the screenshots. On machines with other fonts they are not
 * compared.
 */
async function see(app: App, blank: Page, name: string): Promise<void> {
  const { page } = app;
  const fonts = await pictures.fontsOf(page);
  const same = fonts === pictures.storedFonts();
  if (pictures.writes) pictures.storeFonts(fonts);
  else if (!same) test.info().annotations.push({ type: 'not compared', description: fonts });
  for (const { width, height, colorScheme, forcedColors, ...other } of looks) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, forcedColors });
    await page.evaluate(() => scrollTo(0, 0));
    // Keeps hover styles out of the screenshots.
    await page.mouse.move(1, 1);
    await page.waitForTimeout(200);
    const where = `${name}, ${other.name}`;
    // With forced colours and in a large window axe would check the same elements again.
    const isRepeated = forcedColors === 'active' || width > 1500;
    // In the dark, only the colours differ.
    const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined;
    if (!isRepeated) expect(await violations(page, rules), where).toEqual([]);
    if (other.name === 'narrow') {
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violations(page, ['color-contrast']), `${where}, dark`).toEqual([]);
      await page.emulateMedia({ colorScheme });
    }
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await sideways(), where).toBeLessThanOrEqual(0);
    if (pictures.writes || same)
      await compare(page, blank, `${other.name}/${name}`, other.scale, where);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
}

async function compare(
  page: Page,
  blank: Page,
  name: string,
  scale: number,
  where: string,
): Promise<void> {
  // Times differ from run to run.
  const mask = [page.locator('.results-head p'), page.locator('day-tally-progress .figures')];
  const shoot = () => page.screenshot({ mask, maskColor: '#888888', caret: 'hide' });
  const file = pictures.pictureFile(name);
  if (pictures.writes) pictures.store(file, await pictures.decode(blank, await shoot(), scale));
  // On a busy machine, the page may still adapt to its window.
  await expect(async () => {
    await page.evaluate(() => scrollTo(0, 0));
    const differing = await pictures.difference(blank, await shoot(), readFileSync(file), scale);
    expect(differing, where).toBeLessThan(allowed);
  }).toPass({ timeout: 5_000 });
}

test.beforeEach(async ({ app }) => {
  test.setTimeout(600_000);
  await app.page.clock.setFixedTime(new Date('2023-04-19T12:00:00Z'));
});

const options = { tag: ['@slow', '@chromium'] };

test('matches its screenshots before a run', options, async ({ app, blank }) => {
  const { page } = app;
  await app.open();
  await page.evaluate(axe);
  await see(app, blank, 'empty');
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('questions');
  await page.getByText('63383633').first().waitFor();
  await see(app, blank, 'questions');
  await app.pick(fixture('unreadable_days_text', 'input', 'a.parquet'));
  await app.reach('ready');
  await page.getByText('cannot be read').first().waitFor({ state: 'attached' });
  await see(app, blank, 'unreadable');
});

test('matches its screenshots during and after runs', options, async ({ app, blank }) => {
  const { page } = app;
  await holdReads(page);
  await app.open();
  await page.evaluate(axe);
  await app.drop(fixture('random_daily', 'input'));
  await app.reach('ready');
  await hold(page);
  await app.analyze();
  await app.reach('scanning');
  await see(app, blank, 'running');
  await app.button('Cancel').click();
  await app.reach('cancelled');
  await see(app, blank, 'cancelled');
  await hold(page, false);
  await app.runs();
  await page.locator('canvas').first().waitFor();
  await app.drop(fixture('corrupt_page', 'input'));
  await app.reach('ready');
  await app.analyze();
  await app.reach('failed');
  await see(app, blank, 'failed');
});

test('matches its screenshots in its results', options, async ({ app, blank }) => {
  const { page } = app;
  app.provider = '';
  await app.open();
  await page.evaluate(axe);
  await app.drop(fixture('random_daily', 'input'));
  await app.reach('ready');
  await app.runs();
  await app.tab('Snapshot').click();
  await app.button('Simulated (test only)').waitFor();
  await see(app, blank, 'not-fetched');
  await app.button('Simulated (test only)').click();
  await app.reach('done');
  await app.cells(1);
  await see(app, blank, 'snapshot');
  await app.button('Open other data').click();
  await app.button('Use sample data').click();
  await page.getByText('sample.parquet').first().waitFor();
  await app.reach('done');
  await app.tab('Overview').click();
  await page.locator('canvas').nth(2).waitFor();
  await see(app, blank, 'overview');
  for (const [tab, name] of [
    ['Channels', 'channels'],
    ['Monthly', 'monthly'],
    ['Gaps', 'gaps'],
    ['No count', 'no-count'],
    ['Combined', 'combined'],
    ['Data quality', 'quality'],
  ] as const) {
    await app.tab(tab).click();
    await page.waitForTimeout(500);
    await see(app, blank, name);
  }
  await app.tab('Gaps').click();
  const [, , video = ''] = await app.cells(1);
  await app.showVideo(video);
  await page.locator('day-tally-strip').waitFor();
  await see(app, blank, 'video');
});
