import type { DaytallyElement } from '../../../web/src/element';
import type { RunState } from '../../../web/src/types';
import { type App, expect, test } from '../support/app';
import { generated } from '../support/generated';
import { holdReads, slow } from '../support/held';

// Many videos, so that every step of the merge lasts long enough to be cancelled.
const rows = 4_000_000;
let file: ReturnType<typeof generated> | undefined;

test.beforeAll(() => {
  // The command line may have to be built.
  test.setTimeout(900_000);
  file = generated(rows, 'daily', 100, 400_000);
});

test.afterAll(() => file?.remove());

test.setTimeout(180_000);

test('the views of the months grow while the data is read', {
  tag: ['@slow', '@chromium'],
}, async ({ app }) => {
  await holdReads(app.page);
  await app.open(1);
  await app.drop(file?.path ?? '');
  await app.reach('ready');
  // Slow reads leave time for two sums; on a busy machine they are far apart, because each may take
  // only a small share of the worker's time.
  await slow(app.page, 1000);
  await app.page.evaluate(() => {
    const root = document.querySelector('day-tally')?.shadowRoot;
    const seen: { views: bigint[]; left: string[] } = { views: [], left: [] };
    Object.assign(window, { seen });
    const look = () => {
      const plot = root
        ?.querySelector('day-tally-so-far')
        ?.shadowRoot?.querySelector('day-tally-plot');
      const figure = (plot as { figure?: { rows: string[][] } } | null | undefined)?.figure;
      const views = figure?.rows.map(([, sum = '']) => BigInt(sum.replaceAll(',', '')));
      if (views) seen.views.push(views.reduce((sum, some) => sum + some, 0n));
      const text = root?.querySelector('day-tally-progress')?.shadowRoot?.textContent ?? '';
      const left = /about (.*) left/.exec(text)?.[1];
      if (left) seen.left.push(left);
      requestAnimationFrame(look);
    };
    look();
  });
  await app.analyze();
  const soFar = app.page.locator('day-tally-so-far');
  await expect(soFar.getByRole('heading', { name: 'Views per month (partial)' })).toBeVisible({
    timeout: 30_000,
  });
  await expect(soFar.locator('canvas')).toHaveCount(1);
  await soFar.locator('canvas').evaluate((canvas) => canvas.setAttribute('data-first', ''));
  await soFar.getByText('Show data').click();
  const numbers = soFar.getByRole('region').getByRole('row');
  await expect(numbers.nth(1)).toContainText(/20\d\d-\d\d/);
  await expect(soFar.locator('[aria-live], [role=status], [role=alert]')).toHaveCount(0);
  const grown = () => {
    const { seen } = window as unknown as { seen: { views: bigint[] } };
    return new Set(seen.views).size > 1;
  };
  await app.page.waitForFunction(grown, undefined, { timeout: 60_000 });
  // The chart is updated in place, not replaced.
  await expect(soFar.locator('canvas[data-first]')).toHaveCount(1);
  await app.reach('done');
  await expect(soFar).toBeHidden();
  const { views, left, final } = await app.page.evaluate(async () => {
    const { seen } = window as unknown as { seen: { views: bigint[]; left: string[] } };
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const { months } = await analyzer.overview();
    const final = months.reduce((sum, month) => sum + BigInt(month.views), 0n);
    return { ...seen, final };
  });
  expect(new Set(views).size).toBeGreaterThan(1);
  for (const [at, sum] of views.entries()) {
    expect(sum).toBeGreaterThanOrEqual(views[at - 1] ?? 0n);
    expect(sum).toBeLessThanOrEqual(final);
  }
  expect(new Set(left).size).toBeGreaterThan(1);
});

/** Runs, and presses Cancel as soon as a state is reached. */
async function cancelAt(app: App, phase: string, step = ''): Promise<void> {
  await app.analyze();
  return await app.page.evaluate(
    ([phase, step]) => {
      const element = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
      const { analyzer } = element;
      const is = (state: RunState) => {
        return state.phase === phase && (state.phase !== 'merging' || state.step === step);
      };
      return new Promise<void>((resolve, reject) => {
        const changed = async () => {
          if (analyzer.state.phase === 'done') reject(new Error(`missed ${phase} ${step}`));
          if (!is(analyzer.state)) return;
          analyzer.removeEventListener('statechange', changed);
          const view = element.shadowRoot?.querySelector('day-tally-progress');
          await element.updateComplete;
          await (view as { updateComplete?: Promise<unknown> } | null)?.updateComplete;
          view?.shadowRoot?.querySelector('button')?.click();
          resolve();
        };
        analyzer.addEventListener('statechange', changed);
        // It may be reached already.
        void changed();
      });
    },
    [phase, step] as const,
  );
}

test('a run is cancelled at every step, and the page runs again', { tag: '@chromium' }, async ({
  app,
}) => {
  await app.open(2);
  await app.drop(file?.path ?? '');
  await app.reach('ready');
  for (const [phase, step] of [
    ['scanning', ''],
    ['merging', 'merge'],
    ['merging', 'sort'],
    ['merging', 'gaps'],
  ] as const) {
    await cancelAt(app, phase, step);
    await app.reach('cancelled');
    await expect(app.page.getByText('Cancelled.')).toBeVisible();
    await expect(app.page.locator('day-tally-so-far')).toBeHidden();
  }
  await app.runs();
  await app.outcomeOf(1);
});
