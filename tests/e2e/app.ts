import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { DaytallyElement } from '../../web/src/element';
import { dropFiles, pickTree, type Saved, savedDuring } from './firefox';

/** The page as its user has it, and everything that went wrong behind it. */
export class App {
  readonly page: Page;
  /** Errors of scripts, refusals of the page's policy, requests to other places. */
  readonly faults: string[] = [];
  readonly #address: string;
  /** The provider of the element when the page opens; '' for none. */
  provider = 'simulator';

  constructor(page: Page, address = '') {
    this.page = page;
    this.#address = address;
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      const type = message.type();
      if (type === 'error' || type === 'warning') this.faults.push(`${type}: ${message.text()}`);
    });
  }

  /** Opens the page with a number of workers, and MiB of memory for each, and watches what it does. */
  async open(workers = 3, memory?: number): Promise<void> {
    const { page } = this;
    await page.addInitScript(() => {
      // What is kept for offline would hide requests from the tests; offline.spec.ts is about it.
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
      const own = url.origin === new URL(this.#address).origin || url.protocol === 'blob:';
      if (!own) this.faults.push(`request: ${url}`);
    });
    const limit = memory === undefined ? '' : `&memory=${memory}`;
    await page.goto(`${this.#address}?workers=${workers}${limit}`);
    await page.getByRole('heading', { name: 'Daytally' }).waitFor();
  }

  /** Picks files as the button does. */
  async pick(...files: Parameters<Locator['setInputFiles']>): Promise<void> {
    await this.page.locator('day-tally-drop-zone #files').setInputFiles(...files);
  }

  /** Picks a folder as the button does. */
  async pickFolder(folder: string): Promise<void> {
    if (this.inFirefox) return await pickTree(this.page, [folder]);
    await this.page.locator('day-tally-drop-zone #folder').setInputFiles(folder);
  }

  /** Drops files and folders of the disk on the page, as a mouse does; Firefox picks folders. */
  async drop(...paths: string[]): Promise<void> {
    if (this.inFirefox) {
      const files = paths.every((path) => statSync(path).isFile());
      return await (files ? dropFiles : pickTree)(this.page, paths);
    }
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    const at = { x: 300, y: 120 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, ...at, data });
    }
    await session.detach();
  }

  /** What the browser saves while something is done. */
  async saves(act: () => Promise<void>): Promise<Saved> {
    if (this.inFirefox) return await savedDuring(act);
    const saved = this.page.waitForEvent('download');
    await act();
    const download = await saved;
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** Replaces what stands in a field by keys, so that it is changed as by a user. */
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

  get table(): Locator {
    return this.page.locator('day-tally-table');
  }

  /** The texts of the cells of a row that is in view, its number first. */
  async cells(row: number): Promise<string[]> {
    const cells = this.table.locator(`tr[aria-rowindex="${row + 1}"] > *`);
    await cells.nth(1).waitFor();
    return (await cells.allTextContents()).map((text) => text.trim());
  }

  /** Waits until the run has reached one of some phases, and all of it, and tells which. */
  async reach(...phases: string[]): Promise<string> {
    const phase = await this.page.waitForFunction((wanted) => {
      const element = document.querySelector<DaytallyElement>('day-tally');
      const state = element?.analyzer.state;
      if (!state || (state.phase === 'done' && state.outcome.updating)) return null;
      return wanted.includes(state.phase) ? state.phase : null;
    }, phases);
    return (await phase.jsonValue()) ?? '';
  }

  async runs(): Promise<void> {
    await this.button('Run').click();
    await this.reach('done');
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
