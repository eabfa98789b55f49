import { test as base, expect, type Page } from '@playwright/test';
import type { DaytallyElement } from '../../web/src/element';
import { answers, runWith } from '../e2e/support/answers';
import type { Case } from '../e2e/support/case';
import { Host } from '../e2e/support/host';
import { Driver } from './driver';

/** The built page in WebKit, served with its security policy. */
export class WebKit {
  readonly driver: Driver;
  readonly host: Host;

  constructor(driver: Driver, host: Host) {
    this.driver = driver;
    this.host = host;
  }

  /** Opens the page, and records errors and violations of its policy. */
  async open(query = '?workers=2&autorun=no', url = this.host.url): Promise<void> {
    await this.driver.goto(url + query);
    await this.driver.evaluate(() => {
      const faults: string[] = [];
      Object.assign(window, { faults });
      addEventListener('error', ({ message }) => faults.push(message));
      addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)));
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        faults.push(`refused by ${violatedDirective}: ${blockedURI}`);
      });
    });
  }

  /** The errors and violations since the page was opened. */
  async faults(): Promise<string[]> {
    return await this.driver.evaluate(() => (window as unknown as { faults: string[] }).faults);
  }

  /** Waits until the run completes one of the phases. */
  async reaches(...phases: string[]): Promise<void> {
    const phase = () =>
      this.driver.evaluate(() => {
        const state = document.querySelector<DaytallyElement>('day-tally')?.analyzer.state;
        return state?.phase === 'done' && state.outcome.updating ? 'updating' : state?.phase;
      });
    await expect.poll(phase, { timeout: 60_000 }).toMatch(new RegExp(`^(${phases.join('|')})$`));
  }

  /** Chooses files with the button. */
  async pick(paths: readonly string[]): Promise<void> {
    if (!(await this.driver.shows('#files')))
      await this.driver.click('button', '^Open other data$');
    await this.driver.pick('#files', paths);
    await this.reaches('ready', 'questions', 'failed');
  }

  /** Opens the files of a fixture, runs with its options, and returns the results. */
  async answersOf(
    { options }: Case,
    paths: readonly string[],
  ): Promise<Awaited<ReturnType<typeof answers>>> {
    await this.pick(paths);
    // Both only call `evaluate`.
    const page = this.driver as unknown as Page;
    await runWith(page, options);
    return await answers(page);
  }
}

export const test = base.extend<object, { webkit: WebKit }>({
  webkit: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the pattern.
    async ({}, use) => {
      const host = await Host.start();
      const driver = await Driver.start();
      await use(new WebKit(driver, host));
      await driver.stop();
      await host.stop();
    },
    { scope: 'worker' },
  ],
});

export { expect };
