import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { tableFromIPC } from '@uwdata/flechette';
import { contentPolicy } from '../../../web/policy';
import { expect } from '../support/app';
import { cases, fixture } from '../support/case';
import { type Host, host } from '../support/static_host';

interface Message {
  readonly daytally: string;
  readonly [field: string]: unknown;
}

const dist = join(import.meta.dirname, '..', '..', '..', 'dist');
const views = fixture('codec_snappy_v1', 'input', 'views.parquet');
const parent =
  '<!doctype html><title>Portal</title><link rel="icon" href="data:,"><iframe width="1200" height="900"></iframe>';

/** A server of portals: 127.0.0.1 and localhost are two different sites. */
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

/** A page with another page in its frame, and the messages that it receives. */
class Portal {
  readonly #page: Page;
  readonly #framed: string;

  constructor(page: Page, framed: string) {
    this.#page = page;
    this.#framed = framed;
  }

  async open(url: string): Promise<void> {
    await this.#page.goto(url);
    await this.#page.evaluate((src) => {
      Object.assign(window, { received: [] });
      addEventListener('message', ({ data }) => {
        (window as unknown as { received: unknown[] }).received.push(data);
      });
      const frame = document.querySelector('iframe');
      if (frame) frame.src = src;
    }, this.#framed);
  }

  get frame() {
    return this.#page.frameLocator('iframe');
  }

  /** Posts a message, with a Parquet file as its source if one is named. */
  async post(message: unknown, file?: string): Promise<void> {
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

  /** Picks a file in the frame; Playwright cannot do this in Firefox in a cross-site frame. */
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

  /** Waits for a message of a name, returns the last one and clears the list. */
  async receives(name: string): Promise<Message> {
    const found = await this.#page.waitForFunction((wanted) => {
      const { received } = window as unknown as { received: Message[] };
      return received.findLast(({ daytally }) => daytally === wanted);
    }, name);
    const message = (await found.jsonValue()) as Message;
    await this.#page.evaluate(() => {
      (window as unknown as { received: unknown[] }).received.length = 0;
    });
    return message;
  }

  received(): Promise<unknown[]> {
    return this.#page.evaluate(() => (window as unknown as { received: unknown[] }).received);
  }

  /** Requests the rows of a result and returns them as text. */
  async rows(kind: string): Promise<(string | null)[][]> {
    await this.post({ daytally: 'rows', id: 7, kind, start: 0, end: 1000 });
    const found = await this.#page.waitForFunction(() => {
      const { received } = window as unknown as { received: Message[] };
      const answer = received.findLast(({ daytally }) => daytally === 'rows');
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

test('a parent page that the configuration names can open files and get rows', async ({
  page,
  portal,
  served,
}) => {
  const origin = new URL(portal.url).origin;
  const config = { origins: [origin], sources: ['http://data.example'] };
  const own = await served(JSON.stringify(config), `; frame-ancestors 'self' ${origin}`);
  const talk = new Portal(page, `${own.url}?workers=2`);
  await talk.open(portal.url);
  await talk.receives('ready');
  await talk.post({ daytally: 'set', values: { autorun: true, runDate: '2023-04-19' } });
  await talk.post({ daytally: 'open' }, views);
  await talk.receives('result');
  const known = cases().find(({ name }) => name === 'codec_snappy_v1');
  expect(await talk.rows('monthly')).toEqual(known?.expected.get('monthly')?.rows);

  // URLs may only have an origin that the configuration names, not even the page's own.
  for (const url of [
    `${own.url}private.parquet`,
    'private.parquet',
    'http://other.example/a.parquet',
  ]) {
    await talk.post({ daytally: 'open', sources: [{ path: 'a', url }] });
    const { problem } = await talk.receives('error');
    expect(problem).toMatchObject({ code: 'invalid_option' });
    expect((problem as { message: string }).message).toContain('can’t be opened from this frame');
  }
  const provider = { provider: 'http', url: `${own.url}ask` };
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
    { daytally: 'set', values: { src: `${own.url}private.parquet` } },
    { daytally: 'set', values: { provider } },
    { daytally: 'rows', id: 8, kind: 'monthly', start: -1, end: 5 },
  ]) {
    await talk.post(wrong);
    const { problem } = await talk.receives('error');
    expect(
      problem,
      JSON.stringify(wrong, (_, each) => String(each)),
    ).toMatchObject({
      code: 'invalid_option',
    });
  }
  await talk.post({ daytally: 'rows', id: 9, kind: 'gaps', start: 0, end: 5 });
  expect(await talk.receives('error')).toMatchObject({ id: 9, problem: { code: 'no_result' } });
  // The previous results are still available.
  expect(await talk.rows('monthly')).toEqual(known?.expected.get('monthly')?.rows);
  expect(own.requests.filter((path) => path.includes('private'))).toEqual([]);
});

test('a parent page that it does not name receives nothing, whatever origin it claims', async ({
  page,
  portal,
  served,
}) => {
  const { origin } = new URL(portal.url);
  // Like a server that sends no frame-ancestors.
  const own = await served(JSON.stringify({ origins: [origin] }), '');
  const attacker = portal.url.replace('127.0.0.1', 'localhost');
  const claim = encodeURIComponent(new URL(attacker).origin);
  const talk = new Portal(page, `${own.url}?workers=1&host=${claim}`);
  await talk.open(attacker);
  await expect(talk.frame.getByRole('button', { name: 'Choose files' })).toBeVisible();
  await expect.poll(() => own.requests).toContain('/embed.json');
  await talk.post({ daytally: 'open' }, views);
  await talk.post({
    daytally: 'open',
    sources: [{ path: 'a', url: `${own.url}private.parquet` }],
  });
  // Results of files that the user picks are not sent to the parent page.
  await talk.pick(views);
  await expect(talk.frame.getByRole('button', { name: 'Analyze' })).toBeVisible();
  await talk.post({ daytally: 'run' });
  await talk.post({ daytally: 'rows', kind: 'monthly', start: 0, end: 10 });
  await page.waitForTimeout(300);
  expect(await talk.received()).toEqual([]);
  await expect(talk.frame.getByRole('tab')).toHaveCount(0);
  expect(own.requests.filter((path) => path.includes('private'))).toEqual([]);
});

test('a missing or malformed configuration allows no parent page', async ({
  page,
  portal,
  served,
}) => {
  // The configuration is always fetched, never read from the offline cache.
  expect(readFileSync(join(dist, 'service-worker.js'), 'utf8')).not.toContain('embed.json');
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  const { origin } = new URL(portal.url);
  const own = await served(JSON.stringify({ origins: [origin, 'null', '*'] }), '');
  const talk = new Portal(page, `${own.url}?workers=1`);
  await talk.open(portal.url);
  await expect.poll(() => complaints.join('\n')).toContain("embed.json can't be used");
  await talk.post({ daytally: 'open' }, views);
  await page.waitForTimeout(300);
  expect(await talk.received()).toEqual([]);
});

test('the policy of the page names the origins that may embed it', async ({
  page,
  portal,
  baseURL,
  browserName,
}) => {
  const answer = await page.request.get(baseURL ?? '');
  expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'self'");
  const talk = new Portal(page, baseURL ?? '');
  // Firefox shows the refusal in the frame, but not in the console that Playwright reads.
  const shown = () => talk.frame.getByRole('heading', { name: /^Firefox Can.t Open/ }).waitFor();
  const written = () => page.waitForEvent('console', (it) => /frame-ancestors/.test(it.text()));
  const refused = browserName === 'firefox' ? shown() : written();
  await Promise.all([talk.open(portal.url), refused]);
});
