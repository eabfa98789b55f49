import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from '@uwdata/flechette';
import { expect, test } from './app';
import { cases, fixture } from './case';
import { host } from './static_host';

interface Message {
  readonly daytally: string;
  readonly [field: string]: unknown;
}

test('a page speaks to the one in its frame, and no other does', async ({
  page,
  baseURL,
}, info) => {
  const folder = info.outputPath('portal');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>Portal</title><link rel="icon" href="data:,"><iframe id="daytally" width="1200" height="900"></iframe>',
  );
  const policy = `default-src 'none'; frame-src ${new URL(baseURL ?? '').origin}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
  const portal = await host({ '/': folder }, policy);
  try {
    await page.goto(portal.address);
    const src = `${baseURL}?workers=2&host=${encodeURIComponent(new URL(portal.address).origin)}`;
    await page.evaluate((src) => {
      const own = window as unknown as { heard: Message[] };
      own.heard = [];
      addEventListener('message', ({ data }) => own.heard.push(data));
      const frame = document.querySelector('iframe');
      if (frame) frame.src = src;
    }, src);
    const heard = async (name: string): Promise<Message> => {
      const found = await page.waitForFunction((wanted) => {
        const { heard } = window as unknown as { heard: Message[] };
        return heard.findLast(({ daytally }) => daytally === wanted);
      }, name);
      return (await found.jsonValue()) as Message;
    };
    const say = (message: object) =>
      page.evaluate(
        ({ message, src }) => {
          const frame = document.querySelector('iframe');
          frame?.contentWindow?.postMessage(message, new URL(src).origin);
        },
        { message, src },
      );
    await heard('ready');
    const bytes = readFileSync(fixture('codec_snappy_v1', 'input', 'views.parquet'));
    await say({ daytally: 'set', values: { autorun: true, runDate: '2023-04-19' } });
    await page.evaluate(
      ({ text, src }) => {
        const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        const file = new File([bytes], 'views.parquet');
        const frame = document.querySelector('iframe');
        frame?.contentWindow?.postMessage(
          { daytally: 'open', sources: [file] },
          new URL(src).origin,
        );
      },
      { text: bytes.toString('base64'), src },
    );
    await heard('result');
    await say({ daytally: 'rows', id: 7, kind: 'monthly', start: 0, end: 1000 });
    expect((await heard('rows')).id).toBe(7);
    const streams = await page.evaluate(() => {
      const { heard } = window as unknown as { heard: Message[] };
      const { streams } = heard.findLast(({ daytally }) => daytally === 'rows') as Message;
      return (streams as Uint8Array[]).map((stream) => [...stream]);
    });
    const rows = streams.flatMap((stream) => {
      const table = tableFromIPC(Uint8Array.from(stream), { useBigInt: true });
      return Array.from({ length: table.numRows }, (_, row) =>
        table.children
          .map((column) => column.at(row))
          .map((cell) => (cell === null ? null : String(cell))),
      );
    });
    const expected = cases()
      .find(({ name }) => name === 'codec_snappy_v1')
      ?.expected.get('monthly');
    expect(rows).toEqual(expected?.rows);
    await say({ daytally: 'dance' });
    const { problem } = await heard('error');
    expect(problem).toMatchObject({ code: 'invalid_option' });
    // A window of another origin is not listened to.
    await page.evaluate(() => {
      (window as unknown as { heard: Message[] }).heard = [];
    });
    const frame = page.frames().find((each) => each.url().startsWith(baseURL ?? ''));
    await frame?.evaluate(() => window.postMessage({ daytally: 'rows', kind: 'monthly' }, '*'));
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => (window as unknown as { heard: Message[] }).heard)).toEqual(
      [],
    );
  } finally {
    await portal.stop();
  }
});
