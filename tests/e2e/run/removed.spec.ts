import type { Page } from '@playwright/test';
import { type App, expect, test } from '../support/app';
import { holdReads, slow } from '../support/held';
import { monthlyRows, nextRunWorks } from '../support/next_run';
import { folderOf, sampleBytes } from '../support/sample';

/** Removes the element from the page. */
async function removeElement(page: Page): Promise<void> {
  await page.evaluate(() => {
    const element = document.querySelector('day-tally');
    Object.assign(window, { element });
    element?.remove();
  });
}

async function putBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.body.append((window as unknown as { element: HTMLElement }).element);
  });
}

/** Moves the element within the page, like a portal that changes its layout. */
async function move(page: Page): Promise<void> {
  await page.evaluate(() => {
    const section = document.body.appendChild(document.createElement('section'));
    section.append(document.querySelector('day-tally') as HTMLElement);
  });
}

/** Opens the page with a folder whose reads can be slowed down. */
async function opensSlowly(app: App) {
  await holdReads(app.page);
  await app.open(2);
  const folder = folderOf(await sampleBytes(app.page), 8);
  const { page } = app;
  return {
    folder,
    drop: async () => {
      await app.drop(folder.path);
      await app.reach('ready');
    },
    lasting: () => slow(page, 1_500),
    fast: () => slow(page, 0),
  };
}

const moments = ['footers', 'scanning', 'done', 'a download'] as const;

for (const moment of moments) {
  const tag = moment === 'a download' ? [] : ['@chromium'];
  test(`removed from the page at ${moment}, the element stops; put back, it works`, {
    tag,
  }, async ({ app }) => {
    const { page } = app;
    const { folder, drop, lasting, fast } = await opensSlowly(app);
    if (moment === 'footers') {
      await lasting();
      await app.drop(folder.path);
    } else {
      await drop();
      if (moment === 'scanning') await lasting();
      await app.analyze();
    }
    await app.reach(moment === 'a download' ? 'done' : moment);
    if (moment === 'a download') {
      await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
      await app.tab('Combined').click();
      await app.cells(1);
      await lasting();
      await app.exports('CSV');
      await expect(app.button('Cancel export')).toBeVisible();
    }
    await removeElement(page);
    if (!app.inFirefox) await expect.poll(() => page.workers().length).toBe(0);
    await fast();
    await putBack(page);
    await app.cancelled();
    await expect(page.getByRole('tab')).toHaveCount(0);
    await expect(app.button('Analyze')).toHaveCount(0);
    await nextRunWorks(app);
    await app.tab('Overview').click();
    await page.locator('day-tally-plot canvas').first().waitFor();
    await drop();
    await app.runs();
    await app.outcomeOf(8);
    folder.remove();
  });
}

test('an element that is moved within the page continues', { tag: '@chromium' }, async ({
  app,
}) => {
  const { page } = app;
  const { folder, drop, lasting, fast } = await opensSlowly(app);
  await drop();
  await lasting();
  await app.analyze();
  await app.reach('scanning');
  await move(page);
  await fast();
  await app.reach('done');
  await app.outcomeOf(8);
  await page.locator('day-tally-plot canvas').first().waitFor();
  const before = await monthlyRows(page);
  await move(page);
  await page.locator('day-tally-plot canvas').first().waitFor();
  await app.tab('Monthly').click();
  expect((await app.cells(1))[0]).toBe('1');
  await move(page);
  expect((await app.cells(1))[0]).toBe('1');
  expect(await monthlyRows(page)).toEqual(before);
  await app.runsAgain();
  folder.remove();
});
