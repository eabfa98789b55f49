import type { Page } from '@playwright/test';
import { type App, expect } from './app';

/** Returns the rows of the monthly views as text. */
export function monthlyRows(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { analyzer } = document.querySelector('day-tally') ?? {};
    const source = analyzer?.result('monthly');
    const { rows = [] } = (await source?.rows(0, source.length)) ?? {};
    return rows.map((row) => row.map(String).join());
  });
}

/** Runs the sample data and checks that it gives results. */
export async function nextRunWorks(app: App): Promise<void> {
  await app.sample();
  expect((await monthlyRows(app.page)).length).toBeGreaterThan(100);
}
