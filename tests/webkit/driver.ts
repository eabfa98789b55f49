import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The key of an element's reference (https://www.w3.org/TR/webdriver2/#elements). */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** A reference to an element of the page. */
type Handle = { readonly [elementKey]: string };

/** A page in MiniBrowser, WebKitGTK's own browser, over WebDriver. Playwright does not drive it. */
export class Driver {
  /** Where the browser saves downloads. */
  readonly downloads: string;
  readonly #home: string;
  readonly #process: ChildProcess;
  readonly #base: string;
  #session = '';

  private constructor(home: string, process: ChildProcess, port: number) {
    this.#home = home;
    this.downloads = join(home, 'downloads');
    this.#process = process;
    this.#base = `http://127.0.0.1:${port}`;
  }

  /** Starts the driver and the browser under Xvfb. */
  static async start(): Promise<Driver> {
    const { DAYTALLY_WEBKIT_DRIVER: driver = '', DAYTALLY_WEBKIT: binary = '' } = process.env;
    const home = mkdtempSync(join(tmpdir(), 'daytally-webkit-'));
    const port = await freePort();
    const config = join(home, 'config');
    mkdirSync(config);
    mkdirSync(join(home, 'downloads'));
    // Where GLib looks for the folder of downloads.
    writeFileSync(join(config, 'user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/downloads"\n');
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: config, LIBGL_ALWAYS_SOFTWARE: '1' };
    const command = ['-a', '-s', '-screen 0 1280x1000x24', driver, `--port=${port}`];
    const child = spawn('xvfb-run', command, { env, stdio: 'ignore', detached: true });
    const started = new Driver(home, child, port);
    try {
      await started.#begin(binary);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  async #begin(binary: string): Promise<void> {
    const options = { binary, args: ['--automation'] };
    const capabilities = {
      alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options },
    };
    await this.#until('window', async () => {
      const reply = await this.#send('POST', '/session', { capabilities });
      this.#session = `/session/${(reply as { sessionId: string }).sessionId}`;
      return true;
    });
    await this.#post('/timeouts', { script: 60_000, pageLoad: 60_000 });
  }

  async stop(): Promise<void> {
    if (this.#session) await this.#send('DELETE', this.#session).catch(() => {});
    const { pid, exitCode } = this.#process;
    if (pid && exitCode === null) process.kill(-pid);
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 20 });
  }

  async goto(url: string): Promise<void> {
    await this.#post('/url', { url });
  }

  /** Runs a function in the page and returns what it resolves to, as JSON. */
  async evaluate<Result, Arg = undefined>(
    run: (arg: Arg) => Result | Promise<Result>,
    arg?: Arg,
  ): Promise<Result> {
    const script = `const [arg, done] = arguments;
      Promise.resolve().then(() => (${run})(arg)).then(
        (value) => done({ value }),
        (error) => done({ error: String(error) + '\\n' + error?.stack }));`;
    const reply = await this.#post('/execute/async', { script, args: [arg ?? null] });
    const { value, error } = reply as { value: Result; error?: string };
    if (error !== undefined) throw new Error(error);
    return value;
  }

  /** Clicks with the mouse on an element, as soon as it is there and nothing covers it. */
  async click(selector: string, name = ''): Promise<void> {
    await this.#until(`${selector} /${name}/ to click on`, async () => {
      const element = await this.#find(selector, name);
      if (!element) return false;
      const at = await this.#post('/execute/sync', { script: placeOf, args: [element] });
      if (!at) return false;
      const [x, y] = at as [number, number];
      const actions = [
        { type: 'pointerMove', duration: 0, x, y },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ];
      await this.#post('/actions', { actions: [{ type: 'pointer', id: 'mouse', actions }] });
      // What has just been drawn may have moved the element away.
      return (await this.#post('/execute/sync', { script: 'return clicked;', args: [] })) === true;
    });
  }

  /** Chooses an option of a menu. */
  async select(name: string, value: string): Promise<void> {
    await this.#until(`menu /${name}/`, async () => {
      const element = await this.#find('select', name);
      if (!element) return false;
      await this.#post('/execute/sync', { script: selectOption, args: [element, value] });
      return true;
    });
  }

  /** Replaces the text of a field. */
  async type(selector: string, name: string, text: string): Promise<void> {
    await this.#fill(selector, name, text, true);
  }

  /** Chooses files by their paths; the field itself is hidden. */
  async pick(selector: string, paths: readonly string[]): Promise<void> {
    await this.#fill(selector, '', paths.join('\n'), false);
  }

  async #fill(selector: string, name: string, text: string, clear: boolean): Promise<void> {
    await this.#until(`${selector} /${name}/ to fill`, async () => {
      const element = await this.#find(selector, name);
      if (!element) return false;
      const at = `/element/${element[elementKey]}`;
      if (clear) await this.#post(`${at}/clear`, {});
      await this.#post(`${at}/value`, { text });
      return true;
    });
  }

  /** Returns whether the page shows an element with a text or label, in any shadow root. */
  async shows(selector: string, name = ''): Promise<boolean> {
    return (await this.#find(selector, name)) !== null;
  }

  /** Returns the texts of all elements of a selector, in any shadow root. */
  async texts(selector: string): Promise<string[]> {
    const script = `${deep} return all(document).filter((each) => each.matches(arguments[0]))
      .map((each) => each.textContent.trim());`;
    return (await this.#post('/execute/sync', { script, args: [selector] })) as string[];
  }

  /** Repeats an action until it returns true; elements may move or be drawn again meanwhile. */
  async #until(wanted: string, act: () => Promise<boolean>): Promise<void> {
    const until = Date.now() + 30_000;
    let last: unknown;
    while (Date.now() < until) {
      try {
        if (await act()) return;
      } catch (error) {
        last = error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the page shows no ${wanted}`, { cause: last });
  }

  async #find(selector: string, name: string): Promise<Handle | null> {
    const args = [selector, name];
    return (await this.#post('/execute/sync', { script: findDeep, args })) as Handle | null;
  }

  /** Returns a screenshot of the window as PNG. */
  async picture(): Promise<Buffer> {
    return Buffer.from(String(await this.#send('GET', `${this.#session}/screenshot`)), 'base64');
  }

  #post(path: string, body: unknown): Promise<unknown> {
    return this.#send('POST', this.#session + path, body);
  }

  async #send(method: string, path: string, body?: unknown): Promise<unknown> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(this.#base + path, { method, ...sent });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }
}

/**
 * Scrolls to an element, and returns its middle if a click would reach it and do something. Then
 * `window.clicked` is whether the next click has reached it.
 */
const placeOf = `
  const [element] = arguments;
  if (element.disabled || element.ariaDisabled === 'true') return null;
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const { x, y, width, height } = element.getBoundingClientRect();
  const at = [Math.floor(x + width / 2), Math.floor(y + height / 2)];
  let hit = document.elementFromPoint(...at);
  while (hit?.shadowRoot?.elementFromPoint(...at) && !element.contains(hit)) {
    const inner = hit.shadowRoot.elementFromPoint(...at);
    if (inner === hit) break;
    hit = inner;
  }
  if (!element.contains(hit)) return null;
  const note = (event) => { window.clicked = event.composedPath().includes(element); };
  window.clicked = false;
  addEventListener('click', note, { capture: true, once: true });
  return at;`;

/** Chooses like a user; WebDriver's click on an option needs a window that WebKitGTK does not draw. */
const selectOption = `
  const [element, value] = arguments;
  element.value = value;
  element.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));`;

/** All elements, with those in shadow roots. */
const deep = `
  const all = (root) => [...root.querySelectorAll('*')].flatMap((each) =>
    each.shadowRoot ? [each, ...all(each.shadowRoot)] : [each]);`;

const findDeep = `${deep}
  const [selector, name] = arguments;
  const nameOf = (each) => each.ariaLabel ?? (each.closest('label') ?? each).textContent;
  const isNamed = (each) => RegExp(name).test(nameOf(each).trim());
  const isShown = (each) =>
    each.type === 'file' || each.matches('option') || each.getClientRects().length > 0;
  return all(document).find((each) => each.matches(selector) && isNamed(each) && isShown(each))
    ?? null;`;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
