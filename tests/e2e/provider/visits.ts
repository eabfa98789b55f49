import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, BrowserType, LaunchOptions, Page } from '@playwright/test';

/** How a visit is ended early. */
export type Ending = 'the tab is closed' | 'the renderer crashes' | 'the browser is killed';

/** Repeated visits to the page with one browser profile, each of which is ended early. */
export class Visits {
  readonly #launch: () => Promise<BrowserContext>;
  readonly #remove: () => void;
  #context: BrowserContext | undefined;
  #page: Page | undefined;

  private constructor(launch: () => Promise<BrowserContext>, remove: () => void) {
    this.#launch = launch;
    this.#remove = remove;
  }

  /** Creates visits with a profile on disk, in browsers that are started for it. */
  static onDisk(type: BrowserType, options: LaunchOptions): Visits {
    const profile = mkdtempSync(join(tmpdir(), 'daytally-profile-'));
    const launch = () => type.launchPersistentContext(profile, options);
    // A process of a killed browser may still be writing.
    const remove = () => rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
    return new Visits(launch, remove);
  }

  /** Opens a tab, and starts a browser if none is running. */
  async next(): Promise<Page> {
    this.#context ??= await this.#launch();
    this.#page = await this.#context.newPage();
    return this.#page;
  }

  /** Ends the visit without notice to the page. */
  async end(how: Ending): Promise<void> {
    const [page, context] = [this.#page, this.#context];
    if (!page || !context) throw new Error('no visit is open');
    switch (how) {
      case 'the tab is closed':
        return await page.close();
      case 'the renderer crashes': {
        const crashed = page.waitForEvent('crash');
        const session = await context.newCDPSession(page);
        // The command never returns.
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

/** Returns the id of the browser process; killing it ends all others of the browser. */
async function processOf(context: BrowserContext): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {};
  const own = processInfo.find(({ type }) => type === 'browser');
  if (!own) throw new Error('the browser does not report its process id');
  return own.id;
}
