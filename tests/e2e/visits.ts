import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserType, LaunchOptions, Page } from '@playwright/test';

/** How a visit ends before its time. */
export type Ending = 'the tab is closed' | 'the renderer crashes' | 'the browser is killed';

/** One browser profile whose page is visited again and again, each time until it is ended. */
export class Visits {
  readonly #launch: () => Promise<BrowserContext>;
  readonly #remove: () => void;
  #context: BrowserContext | undefined;
  #page: Page | undefined;

  private constructor(launch: () => Promise<BrowserContext>, remove = () => {}) {
    this.#launch = launch;
    this.#remove = remove;
  }

  /** Visits of a browser that is here already, which can't be killed. */
  static inside(browser: Browser): Visits {
    return new Visits(() => browser.newContext());
  }

  /** Visits of a profile on the disk, in browsers of that type which are started for it. */
  static onDisk(type: BrowserType, options: LaunchOptions): Visits {
    const profile = mkdtempSync(join(tmpdir(), 'daytally-profile-'));
    const launch = () => type.launchPersistentContext(profile, options);
    // A process of a killed browser may be writing yet.
    const remove = () => rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
    return new Visits(launch, remove);
  }

  /** A new tab, in a browser that is started if none runs. */
  async next(): Promise<Page> {
    this.#context ??= await this.#launch();
    this.#page = await this.#context.newPage();
    return this.#page;
  }

  /** Ends the visit without a word to the page. */
  async end(how: Ending): Promise<void> {
    const [page, context] = [this.#page, this.#context];
    if (!page || !context) throw new Error('there is no visit');
    switch (how) {
      case 'the tab is closed':
        return await page.close();
      case 'the renderer crashes': {
        const crashed = page.waitForEvent('crash');
        const session = await context.newCDPSession(page);
        // It never answers.
        session.send('Page.crash').catch(() => {});
        await crashed;
        return await page.close();
      }
      case 'the browser is killed': {
        const closed = context.waitForEvent('close');
        process.kill(await processOf(context), 'SIGKILL');
        await closed;
        this.#context = undefined;
      }
    }
  }

  async close(): Promise<void> {
    await this.#context?.close();
    this.#remove();
  }
}

/** The id of the browser's own process, whose end is the end of all of its others. */
async function processOf(context: BrowserContext): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {};
  const own = processInfo.find(({ type }) => type === 'browser');
  if (!own) throw new Error('the browser tells no process of its own');
  return own.id;
}
