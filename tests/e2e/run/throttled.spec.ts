import { expect, test } from '../support/app';
import { monthlyRows } from '../support/next_run';
import { folderOf, sampleBytes } from '../support/sample';

test('a hidden tab with slow timers and no frames completes its run', {
  tag: '@chromium',
}, async ({ app }) => {
  const { page } = app;
  await page.addInitScript(() => {
    const { setTimeout: later, requestAnimationFrame: draw } = window;
    let hidden = true;
    const waiting: FrameRequestCallback[] = [];
    Object.defineProperty(document, 'hidden', { get: () => hidden });
    Object.defineProperty(document, 'visibilityState', {
      get: () => (hidden ? 'hidden' : 'visible'),
    });
    // Browsers do this with hidden tabs.
    Object.assign(window, {
      setTimeout: (call: () => void, milliseconds = 0, ...more: []) =>
        later(call, hidden ? Math.max(1_000, milliseconds) : milliseconds, ...more),
      requestAnimationFrame: (call: FrameRequestCallback) =>
        hidden ? waiting.push(call) : draw.call(window, call),
      show: () => {
        hidden = false;
        document.dispatchEvent(new Event('visibilitychange'));
        for (const call of waiting.splice(0)) draw.call(window, call);
      },
    });
  });
  await app.open(2);
  const { path, remove } = folderOf(await sampleBytes(page), 10);
  await app.drop(path);
  // Playwright's waits need frames, so this polls the state.
  const phase = () =>
    page.evaluate(() => {
      const { state } = document.querySelector('day-tally')?.analyzer ?? {};
      return state?.phase === 'done' && state.outcome.updating ? 'updating' : state?.phase;
    });
  await expect.poll(phase).toBe('ready');
  await page.evaluate(() => document.querySelector('day-tally')?.run());
  await expect.poll(phase).toBe('done');
  await page.evaluate(() => (window as unknown as { show(): void }).show());
  await page.locator('day-tally-plot canvas').first().waitFor();
  const hiddenly = await monthlyRows(page);
  await app.runsAgain();
  expect(await monthlyRows(page)).toEqual(hiddenly);
  remove();
});

test('a tab that is frozen during a run continues when it is shown', async ({
  app,
  browserName,
}) => {
  test.skip(browserName !== 'chromium', 'only Chromium freezes a tab on demand');
  const { page } = app;
  await app.open(2);
  const { path, remove } = folderOf(await sampleBytes(page), 40);
  await app.drop(path);
  await app.reach('ready');
  const session = await page.context().newCDPSession(page);
  await app.analyze();
  await app.reach('scanning');
  const state = (now: 'frozen' | 'active') =>
    session.send('Page.setWebLifecycleState', { state: now });
  await state('frozen');
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await state('active');
  await app.reach('done');
  await app.outcomeOf(40);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 8 });
  const before = await monthlyRows(page);
  await app.runsAgain();
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  expect(await monthlyRows(page)).toEqual(before);
  remove();
});
