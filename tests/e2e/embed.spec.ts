import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { tableFromIPC } from '@uwdata/flechette';
import { contentPolicy } from '../../web/policy';
import { expect } from './app';
import { cases, fixture } from './case';
import { type Host, host } from './static_host';

interface Message {
  readonly daytally: string;
  readonly [field: string]: unknown;
}

const dist = join(import.meta.dirname, '..', '..', 'dist');
const views = fixture('codec_snappy_v1', 'input', 'views.parquet');
const parent =
  '<!doctype html><title>Portal</title><link rel="icon" href="data:,"><iframe width="1200" height="900"></iframe>';

/** A server of portals. It is of one site by its address and of another by its name. */
const test = base.extend<{
  portal: Host;
  served: (config: string, framing: string) => Promise<Host>;
}>({
  portal: async ({ browserName: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'daytally-portal-'));
    writeFileSync(join(folder, 'index.html'), parent);
    const portal = await host({ '/': folder }, 'frame-src http:');
    await use(portal);
    await portal.stop();
    rmSync(folder, { recursive: true });
  },
  served: async ({ browserName: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'daytally-framed-'));
    cpSync(dist, folder, { recursive: true });
    cpSync(views, join(folder, 'private.parquet'));
    const hosts: Host[] = [];
    await use(async (config, framing) => {
      writeFileSync(join(folder, 'embed.json'), config);
      const policy = contentPolicy().replace(/; frame-ancestors [^;]*/, framing);
      const page = await host({ '/': folder }, policy);
      hosts.push(page);
      return page;
    });
    await Promise.all(hosts.map((each) => each.stop()));
    rmSync(folder, { recursive: true });
  },
});

/** A page that has another in its frame, and what it hears from it. */
class Portal {
  readonly #page: Page;
  readonly #framed: string;

  constructor(page: Page, framed: string) {
    this.#page = page;
    this.#framed = framed;
  }

  async open(address: string): Promise<void> {
    await this.#page.goto(address);
    await this.#page.evaluate((src) => {
      Object.assign(window, { heard: [] });
      addEventListener('message', ({ data }) => {
        (window as unknown as { heard: unknown[] }).heard.push(data);
      });
      const frame = document.querySelector('iframe');
      if (frame) frame.src = src;
    }, this.#framed);
  }

  get frame() {
    return this.#page.frameLocator('iframe');
  }

  /** Posts a message; a Parquet file goes with it as its source if it is named. */
  async say(message: unknown, file?: string): Promise<void> {
    const text = file && readFileSync(file).toString('base64');
    await this.#page.evaluate(
      ({ message, text, origin }) => {
        const frame = document.querySelector('iframe')?.contentWindow;
        if (!text) return frame?.postMessage(message, origin);
        const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        const sources = [new File([bytes], 'views.parquet')];
        frame?.postMessage({ ...(message as object), sources }, origin);
      },
      { message, text, origin: new URL(this.#framed).origin },
    );
  }

  /** Picks a file as the user of the frame; Playwright cannot in a frame of another site in Firefox. */
  async pick(file: string): Promise<void> {
    const field = this.frame.locator('day-tally-drop-zone #files');
    await field.evaluate((input: HTMLInputElement, text) => {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const picked = new DataTransfer();
      picked.items.add(new File([bytes], 'views.parquet'));
      input.files = picked.files;
      input.dispatchEvent(new Event('change'));
    }, readFileSync(file).toString('base64'));
  }

  /** Waits for a message of a name, the last one, and forgets all. */
  async hears(name: string): Promise<Message> {
    const found = await this.#page.waitForFunction((wanted) => {
      const { heard } = window as unknown as { heard: Message[] };
      return heard.findLast(({ daytally }) => daytally === wanted);
    }, name);
    const message = (await found.jsonValue()) as Message;
    await this.#page.evaluate(() => {
      (window as unknown as { heard: unknown[] }).heard.length = 0;
    });
    return message;
  }

  heard(): Promise<unknown[]> {
    return this.#page.evaluate(() => (window as unknown as { heard: unknown[] }).heard);
  }

  /** The rows of a result that it is sent, as text. */
  async rows(kind: string): Promise<(string | null)[][]> {
    await this.say({ daytally: 'rows', id: 7, kind, start: 0, end: 1000 });
    const found = await this.#page.waitForFunction(() => {
      const { heard } = window as unknown as { heard: Message[] };
      const answer = heard.findLast(({ daytally }) => daytally === 'rows');
      return answer && [answer.id, (answer.streams as Uint8Array[]).map((each) => [...each])];
    });
    const [id, streams] = (await found.jsonValue()) as [number, number[][]];
    expect(id).toBe(7);
    return streams.flatMap((stream) => {
      const table = tableFromIPC(Uint8Array.from(stream), { useBigInt: true });
      const cells = (row: number) => table.children.map((column) => column.at(row));
      return Array.from({ length: table.numRows }, (_, row) =>
        cells(row).map((cell) => (cell === null ? null : String(cell))),
      );
    });
  }
}

test('a page that the configuration names opens files and gets rows', async ({
  page,
  portal,
  served,
}) => {
  const origin = new URL(portal.address).origin;
  const config = { origins: [origin], sources: ['http://data.example'] };
  const own = await served(JSON.stringify(config), `; frame-ancestors 'self' ${origin}`);
  const talk = new Portal(page, `${own.address}?workers=2`);
  await talk.open(portal.address);
  await talk.hears('ready');
  await talk.say({ daytally: 'set', values: { autorun: true, runDate: '2023-04-19' } });
  await talk.say({ daytally: 'open' }, views);
  await talk.hears('result');
  const known = cases().find(({ name }) => name === 'codec_snappy_v1');
  expect(await talk.rows('monthly')).toEqual(known?.expected.get('monthly')?.rows);

  // URLs are opened only of the origins that the configuration names: not even of its own.
  for (const url of [
    `${own.address}private.parquet`,
    'private.parquet',
    'http://other.example/a.parquet',
  ]) {
    await talk.say({ daytally: 'open', sources: [{ path: 'a', url }] });
    const { problem } = await talk.hears('error');
    expect(problem).toMatchObject({ code: 'invalid_option' });
    expect((problem as { message: string }).message).toContain('can’t be opened from this frame');
  }
  const provider = { provider: 'http', url: `${own.address}ask` };
  for (const wrong of [
    { daytally: 'dance' },
    { daytally: 10n },
    'hello',
    null,
    { daytally: 'open' },
    { daytally: 'open', sources: { files: [null], ignored: [] } },
    { daytally: 'open', sources: [{ path: 'a', url: 'javascript:alert(1)' }] },
    { daytally: 'set', values: null },
    { daytally: 'set', values: { columns: null } },
    { daytally: 'set', values: { tabs: 5 } },
    { daytally: 'set', values: { enddate: '2023-04-18' } },
    { daytally: 'set', values: { endDate: new Date(0) } },
    { daytally: 'set', values: { src: `${own.address}private.parquet` } },
    { daytally: 'set', values: { provider } },
    { daytally: 'rows', id: 8, kind: 'monthly', start: -1, end: 5 },
  ]) {
    await talk.say(wrong);
    const { problem } = await talk.hears('error');
    expect(
      problem,
      JSON.stringify(wrong, (_, each) => String(each)),
    ).toMatchObject({
      code: 'invalid_option',
    });
  }
  await talk.say({ daytally: 'rows', id: 9, kind: 'gaps', start: 0, end: 5 });
  expect(await talk.hears('error')).toMatchObject({ id: 9, problem: { code: 'no_result' } });
  // What was there before is still there.
  expect(await talk.rows('monthly')).toEqual(known?.expected.get('monthly')?.rows);
  expect(own.requests.filter((path) => path.includes('private'))).toEqual([]);
});

test('a page that it does not name hears nothing, whatever it claims', async ({
  page,
  portal,
  served,
}) => {
  const { origin } = new URL(portal.address);
  // As from a server that sends no frame-ancestors.
  const own = await served(JSON.stringify({ origins: [origin] }), '');
  const attacker = portal.address.replace('127.0.0.1', 'localhost');
  const claim = encodeURIComponent(new URL(attacker).origin);
  const talk = new Portal(page, `${own.address}?workers=1&host=${claim}`);
  await talk.open(attacker);
  await expect(talk.frame.getByRole('button', { name: 'Choose files' })).toBeVisible();
  await expect.poll(() => own.requests).toContain('/embed.json');
  await talk.say({ daytally: 'open' }, views);
  await talk.say({
    daytally: 'open',
    sources: [{ path: 'a', url: `${own.address}private.parquet` }],
  });
  // What its user picks is for the user alone.
  await talk.pick(views);
  await expect(talk.frame.getByRole('button', { name: 'Run' })).toBeVisible();
  await talk.say({ daytally: 'run' });
  await talk.say({ daytally: 'rows', kind: 'monthly', start: 0, end: 10 });
  await page.waitForTimeout(300);
  expect(await talk.heard()).toEqual([]);
  await expect(talk.frame.getByRole('tab')).toHaveCount(0);
  expect(own.requests.filter((path) => path.includes('private'))).toEqual([]);
});

test('no page is named by a configuration that is missing or malformed', async ({
  page,
  portal,
  served,
}) => {
  // It is fetched each time, and never from what is kept for use without a network.
  expect(readFileSync(join(dist, 'service-worker.js'), 'utf8')).not.toContain('embed.json');
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  const { origin } = new URL(portal.address);
  const own = await served(JSON.stringify({ origins: [origin, 'null', '*'] }), '');
  const talk = new Portal(page, `${own.address}?workers=1`);
  await talk.open(portal.address);
  await expect.poll(() => complaints.join('\n')).toContain("embed.json can't be used");
  await talk.say({ daytally: 'open' }, views);
  await page.waitForTimeout(300);
  expect(await talk.heard()).toEqual([]);
});

test('the page is served with a policy that names who may embed it', async ({
  page,
  portal,
  baseURL,
  browserName,
}) => {
  const answer = await page.request.get(baseURL ?? '');
  expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'self'");
  const talk = new Portal(page, baseURL ?? '');
  // Firefox shows the refusal in the frame, and writes none of it where Playwright reads.
  const shown = () => talk.frame.getByRole('heading', { name: /^Firefox Can.t Open/ }).waitFor();
  const written = () => page.waitForEvent('console', (it) => /frame-ancestors/.test(it.text()));
  const refused = browserName === 'firefox' ? shown() : written();
  await Promise.all([talk.open(portal.address), refused]);
});
