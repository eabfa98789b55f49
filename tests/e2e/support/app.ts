import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { DaytallyElement } from '../../../web/src/element';
import { dropFiles, pickTree, type Saved, savedDuring } from './firefox';

/** The page as users see it, and the errors that occurred in it. */
export class App {
  readonly page: Page;
  /** Script errors, violations of the page's policy, and requests to other origins. */
  readonly faults: string[] = [];
  readonly #url: string;
  /** The element's provider when the page opens; '' means none. */
  provider = 'simulator';
  /** Whether short runs start by themselves, as they do for users. */
  starts = false;
  /** More parameters of the page's URL, such as `&tab=gaps`. */
  query = '';

  constructor(page: Page, url = '') {
    this.page = page;
    this.#url = url;
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      const type = message.type();
      if (type === 'error' || type === 'warning') this.faults.push(`${type}: ${message.text()}`);
    });
  }

  /** Opens the page and records faults; `memory` is in MiB per worker. */
  async open(workers = 2, memory?: number): Promise<void> {
    const { page } = this;
    await page.addInitScript(() => {
      // Files cached for offline use would hide requests; offline.spec.ts tests them.
      Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`refused by ${violatedDirective}: ${blockedURI}`);
      });
    });
    await page.addInitScript((provider) => {
      const choose = () => document.querySelector('day-tally')?.setAttribute('provider', provider);
      document.addEventListener('DOMContentLoaded', choose);
    }, this.provider);
    page.context().on('request', (request) => {
      const url = new URL(request.url());
      const isOwn = url.origin === new URL(this.#url).origin || url.protocol === 'blob:';
      if (!isOwn) this.faults.push(`request: ${url}`);
    });
    // Without a run, tests can check the page before it.
    const start = this.starts ? '' : '&autorun=no';
    const limit = memory === undefined ? '' : `&memory=${memory}`;
    await page.goto(`${this.#url}?workers=${workers}${limit}${start}${this.query}`);
    await page.locator('day-tally [part=page]').waitFor();
  }

  /** Shows the buttons that open data, which are hidden while data is open. */
  async openOther(): Promise<void> {
    const bar = this.page.getByRole('region', { name: 'Open data' });
    const zone = this.page.locator('day-tally-drop-zone');
    await zone.or(bar).first().waitFor();
    if ((await zone.count()) === 0) await this.button('Open other data').click();
  }

  /** Opens the sample data, and waits for its results. */
  async sample(): Promise<void> {
    await this.openSample();
    await this.reach('done');
  }

  async openSample(): Promise<void> {
    await this.openOther();
    await this.button('Use sample data').click();
  }

  /** Picks files with the button. */
  async pick(...files: Parameters<Locator['setInputFiles']>): Promise<void> {
    await this.openOther();
    await this.page.locator('day-tally-drop-zone #files').setInputFiles(...files);
  }

  /** Picks a folder with the button. */
  async pickFolder(folder: string): Promise<void> {
    await this.openOther();
    if (this.inFirefox) return await pickTree(this.page, [folder]);
    await this.page.locator('day-tally-drop-zone #folder').setInputFiles(folder);
  }

  /** Drops files and folders on the page with the mouse; Firefox picks folders instead. */
  async drop(...paths: string[]): Promise<void> {
    if (this.inFirefox) {
      const files = paths.every((path) => statSync(path).isFile());
      if (files) return await dropFiles(this.page, paths);
      await this.openOther();
      return await pickTree(this.page, paths);
    }
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    const at = { x: 300, y: 120 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, ...at, data });
    }
    await session.detach();
  }

  /** Removes the picker of files to save, which a script cannot answer, from pages opened later. */
  async removePicker(): Promise<void> {
    await this.page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  }

  /** Returns the file that the browser saves during an action. */
  async saves(act: () => Promise<void>): Promise<Saved> {
    if (this.inFirefox) return await savedDuring(act);
    const saved = this.page.waitForEvent('download');
    await act();
    const download = await saved;
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** Replaces the text of a field by key presses, like a user. */
  async type(field: Locator, text: string): Promise<void> {
    await field.press('ControlOrMeta+a');
    await field.pressSequentially(text);
  }

  get inFirefox(): boolean {
    return this.page.context().browser()?.browserType().name() === 'firefox';
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name: new RegExp(`^\\s*${name}`) });
  }

  /** Returns the menu of a column's role. */
  role(column: string): Locator {
    return this.page.getByLabel(`Role of ${column}`, { exact: true });
  }

  /** Shows the set-up, which folds when a run starts. */
  async setUp(): Promise<void> {
    const change = this.button('Change');
    await this.button('Hide set-up').or(change).waitFor();
    if (await change.isVisible()) await change.click();
  }

  /** Changes the dates of the results. */
  async update(label: 'End date' | 'Snapshot date', date: string): Promise<void> {
    await this.setUp();
    await this.page.getByLabel(label).fill(date);
    await this.button('Update').click();
  }

  /** Chooses the form of the gaps. */
  async form(name: 'By gap' | 'By day' | 'By video'): Promise<void> {
    await this.page.getByRole('tabpanel').getByText(name, { exact: true }).click();
  }

  /** Exports the shown result. */
  async exports(format: string): Promise<void> {
    await this.exportMenu();
    await this.button(format).click();
  }

  /** Unfolds the formats of the shown result. */
  async exportMenu(): Promise<Locator> {
    const menu = this.page.locator('day-tally-download-menu');
    const formats = menu.getByRole('group', { name: 'Export' });
    await menu.waitFor();
    if (!(await formats.isVisible())) await menu.getByText('Export', { exact: true }).click();
    return formats;
  }

  /** The search of the shown result. */
  get search(): Locator {
    return this.page.getByRole('searchbox', { name: /^Search .*video IDs$/ });
  }

  /** Filters the shown result by days, or by months. */
  async within(from: string, to: string): Promise<void> {
    await this.page.getByRole('textbox', { name: /: from$/ }).fill(from);
    await this.page.getByRole('textbox', { name: /: to$/ }).fill(to);
  }

  /** Waits until a file is saved. */
  async saved(name: string, timeout = 15_000): Promise<void> {
    await this.page.getByText(`Saved ${name}`).waitFor({ timeout });
  }

  /** Shows one video beside the results. */
  async showVideo(id: string): Promise<Locator> {
    await this.page.getByLabel('Show a video').fill(id);
    await this.button('Show video').click();
    return this.page.getByRole('dialog');
  }

  get table(): Locator {
    return this.page.locator('day-tally-table');
  }

  /** Returns the texts of the cells of a visible row, starting with its number. */
  async cells(row: number): Promise<string[]> {
    const cells = this.table.locator(`tr[aria-rowindex="${row + 1}"] > *`);
    // A row is empty, except for its number, until it is read.
    await cells.filter({ hasText: /\S/ }).nth(1).waitFor();
    return (await cells.allTextContents()).map((text) => text.trim());
  }

  /** Waits until the run completes one of the phases and returns it. */
  async reach(...phases: string[]): Promise<string> {
    const phase = await this.page.waitForFunction((wanted) => {
      const element = document.querySelector<DaytallyElement>('day-tally');
      const state = element?.analyzer.state;
      if (!state || (state.phase === 'done' && state.outcome.updating)) return null;
      return wanted.includes(state.phase) ? state.phase : null;
    }, phases);
    return (await phase.jsonValue()) ?? '';
  }

  /** Starts a run. */
  async analyze(): Promise<void> {
    await this.button('Analyze').click();
  }

  async runs(): Promise<void> {
    await this.analyze();
    await this.reach('done');
  }

  /** Waits for the note that work was cancelled. */
  async cancelled(): Promise<void> {
    await this.page.getByText('Cancelled. No results were kept.').waitFor();
  }

  /** Waits for the note of a run of this many files. */
  async outcomeOf(files: number): Promise<void> {
    const note = new RegExp(`rows? · ${files} files? · `);
    await this.page.getByText(note).waitFor();
  }

  /** Runs again after a run, and waits for the new results. */
  async runsAgain(): Promise<void> {
    const outcome = () => {
      const { state } = document.querySelector<DaytallyElement>('day-tally')?.analyzer ?? {};
      return state?.phase === 'done' && !state.outcome.updating ? state.outcome : undefined;
    };
    const before = await this.page.evaluateHandle(outcome);
    await this.button('Analyze again').click();
    await this.page.waitForFunction((old) => {
      const { state } = document.querySelector<DaytallyElement>('day-tally')?.analyzer ?? {};
      return state?.phase === 'done' && !state.outcome.updating && state.outcome !== old;
    }, before);
    await before.dispose();
  }
}

export const test = base.extend<{ app: App }>({
  app: async ({ page, baseURL }, use) => {
    const app = new App(page, baseURL);
    await use(app);
    expect(app.faults).toEqual([]);
  },
});

export { expect };
