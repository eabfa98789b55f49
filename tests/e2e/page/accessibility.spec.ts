import { expect, test } from '../support/app';
import { axe, expectNothing } from '../support/axe';
import { fixture } from '../support/case';
import { hold, holdReads } from '../support/held';

test.beforeEach(async ({ app }) => {
  await holdReads(app.page);
  await app.open();
  // An init script is not subject to the page's Content Security Policy.
  await app.page.evaluate(axe);
});

test('axe reports no violations before and during a run', { tag: '@chromium' }, async ({ app }) => {
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
  await app.analyze();
  await app.reach('scanning');
  await expectNothing(app, 'running');
  await app.button('Cancel').click();
  await app.reach('cancelled');
  await expectNothing(app, 'cancelled');
});

test('axe reports no violations after a failure', { tag: '@chromium' }, async ({ app }) => {
  await app.drop(fixture('corrupt_page', 'input'));
  await app.reach('ready');
  await app.analyze();
  await app.reach('failed');
  await expectNothing(app, 'failed');
});

// states.spec.ts looks at each tab.
test('axe reports no violations in what unfolds among the results', {
  tag: ['@chromium', '@slow'],
}, async ({ app }) => {
  test.slow();
  const { page } = app;
  await app.sample();
  await page.locator('canvas').nth(2).waitFor();
  await page.getByText('Show data').first().click();
  await expectNothing(app, 'Overview');
  await app.tab('Gaps').click();
  await app.cells(1);
  await app.exportMenu();
  await expectNothing(app, 'export');
  await page.keyboard.press('Escape');
  await app.setUp();
  await app.openOther();
  await expectNothing(app, 'set-up');
});

test('the page has no animations or transitions', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = () =>
    page.evaluate(() => {
      const found = new Set<string>();
      const visit = (root: Document | ShadowRoot) => {
        for (const element of root.querySelectorAll('*')) {
          for (const part of [null, '::before', '::after']) {
            const { animationName, transitionDuration } = getComputedStyle(element, part);
            // An element without a slot has no style.
            if (animationName === '') continue;
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
  await app.analyze();
  await app.reach('scanning');
  expect(await moving()).toEqual([]);
  await app.button('Cancel').click();
  await app.reach('cancelled');
  await hold(page, false);
  await app.analyze();
  await app.reach('done');
  await page.locator('canvas').first().waitFor();
  expect(await moving()).toEqual([]);
});
