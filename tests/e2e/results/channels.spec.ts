import { expect, test } from '../support/app';
import { fixture } from '../support/case';

test('channels lead to their gaps and videos, by mouse and keyboard', { tag: '@chromium' }, async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  await app.drop(fixture('random_mixed', 'input'));
  await app.reach('ready');
  await app.runs();
  await app.tab('Channels').click();
  const view = page.locator('day-tally-channels');
  const table = view.getByRole('region', { name: 'Channels' });
  await expect(table.locator('tbody tr')).toHaveCount(5);

  // A part of an id filters; the search is as exact as the ids are.
  await view.getByRole('searchbox').fill('UC0');
  await expect(view.getByRole('status')).toHaveText('1 channel match.');
  await expect(table.getByRole('rowheader')).toHaveText(['UC09oK']);
  await view.getByRole('searchbox').fill('uc0');
  await expect(view.getByRole('status')).toHaveText('No channels match.');
  await view.getByRole('searchbox').fill('');

  // The heads sort, a second press the other way round.
  const head = table.getByRole('button', { name: 'Channel ID' });
  await head.focus();
  await page.keyboard.press('Enter');
  const ids = ['null', 'UC09oK', 'UC1kA_', 'UCDnO_', 'UCjX3u'];
  await expect(table.getByRole('rowheader')).toHaveText(ids);
  await page.keyboard.press('Enter');
  await expect(table.getByRole('rowheader')).toHaveText(ids.toReversed());
  await expect(table.locator('[aria-sort=descending]')).toContainText('Channel ID');

  // A channel shows its gaps, as many as the table states.
  const row = table.locator('tbody tr').filter({ hasText: 'UCDnO_' });
  const gaps = await row.getByRole('cell').nth(2).textContent();
  await row.getByRole('button').press('Enter');
  await expect(app.tab('Gaps')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText(`${gaps?.trim()} of 696 rows match`)).toBeVisible();
  await page.goBack();
  await expect(app.tab('Channels')).toHaveAttribute('aria-selected', 'true');

  // A video opens in the drawer.
  const lacking = view.getByRole('region', { name: 'Videos with the longest gaps' });
  const first = lacking.getByRole('button').first();
  const id = (await first.textContent())?.trim() ?? '';
  await first.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(id);
  await expect(page.getByRole('dialog')).toContainText(
    'Read from 20 of 20 row groups (3,000 of 3,000 rows)',
  );
});

test('every cell of the heat map can be read and leads to its gaps', async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.drop(fixture('random_mixed', 'input'));
  await app.reach('ready');
  await app.runs();
  const heat = page.locator('day-tally-heat');
  const slider = heat.getByRole('slider');
  await slider.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuenow', /^10[0-9]$/);
  await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  const value = (await slider.getAttribute('aria-valuetext')) ?? '';
  expect(value).toMatch(/^UC\S+, 20\d\d-\d\d-\d\d, /);
  const [channel = '', day = ''] = value.split(', ');
  await expect(heat.locator('.tip')).toContainText(channel);
  await page.keyboard.press('Enter');
  await expect(app.tab('Gaps')).toHaveAttribute('aria-selected', 'true');
  const filter = page.locator('day-tally-filter');
  await expect(filter.getByRole('searchbox')).toHaveValue(channel);
  await expect(filter.locator('input[name=first]')).toHaveValue(day);
  await expect(filter.locator('input[name=last]')).toHaveValue(day);
});

test('a search for the views of a video can be cancelled and repeated', {
  tag: '@chromium',
}, async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.drop(fixture('random_mixed', 'input'));
  await app.reach('ready');
  await app.runs();
  // The files are read again only while the test lets them.
  await page.evaluate(() => {
    const { analyzer } = document.querySelector('day-tally') as HTMLElement & {
      analyzer: {
        rollUps: { views(video: string, options: { signal: AbortSignal }): Promise<unknown> };
      };
    };
    const { rollUps } = analyzer;
    const views = rollUps.views.bind(rollUps);
    let calls = 0;
    rollUps.views = (video, options) => {
      calls += 1;
      if (calls > 1) return views(video, options);
      return new Promise((_, reject) => {
        options.signal.addEventListener('abort', () => reject(options.signal.reason));
      });
    };
  });
  await page.getByRole('searchbox', { name: 'Show a video' }).fill('Grhtg7i1EVg');
  await page.keyboard.press('Enter');
  const view = page.locator('day-tally-video-views');
  await expect(view.getByRole('status')).toHaveText('Reading views by day…');
  await view.getByRole('button', { name: 'Cancel' }).click();
  await view.getByRole('button', { name: 'Views by day' }).click();
  await expect(view).toContainText('Peak: ');
});
