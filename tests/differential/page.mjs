// Runs cases through the npm package in Chromium: reads a line of JSON per case from standard input,
// and writes a line of answers to standard output.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { chromiumArgs } from '../../scripts/setup/browser.mjs';

const folder = join(import.meta.dirname, '..', '..', 'package', 'dist');
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
const seconds = 120;
const types = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
const html = '<!doctype html><title>Cases</title><input type="file" webkitdirectory>';

if (!existsSync(folder)) throw new Error(`${folder} is missing; run \`npm run package\``);

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://host');
  const file = join(folder, normalize(pathname));
  const found = pathname !== '/' && statSync(file, { throwIfNoEntry: false })?.isFile();
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('Content-Type', types[extname(file)] ?? 'text/html; charset=utf-8');
  response.statusCode = found || pathname === '/' ? 200 : 404;
  if (found) createReadStream(file).pipe(response);
  else response.end(html);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env.DAYTALLY_CHROMIUM,
  args: chromiumArgs,
});
/** Pages by time zone. */
const pages = new Map();

async function pageIn(zone) {
  if (!pages.has(zone)) {
    const context = await browser.newContext({ timezoneId: zone });
    const page = await context.newPage();
    await page.goto(url);
    pages.set(zone, page);
  }
  return pages.get(zone);
}

async function answer({ input, zone, opening, options }) {
  const page = await pageIn(zone);
  await page.locator('input').setInputFiles(input);
  const answers = page.evaluate(inPage, { opening, options });
  let timer;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  const found = await Promise.race([answers, timeout]);
  clearTimeout(timer);
  if (found) return found;
  answers.catch(() => {});
  pages.delete(zone);
  await page.context().close();
  return { tables: {}, problems: [`it takes more than ${seconds} s`] };
}

/** Opens the picked files, analyzes them and exports every result; runs in the page. */
async function inPage({ opening, options }) {
  const { open, selectPicked } = await import('/index.js');
  const { files } = document.querySelector('input');
  const problems = [];
  const tables = {};
  const report = ({ message, location }) => problems.push(`${message} ${JSON.stringify(location)}`);
  let data;
  try {
    data = await open(selectPicked(files), { workers: 2, ...opening });
    const results = await data.analyze(options);
    data.dataset.problems.forEach(report);
    for (const [kind, count] of results.counts) {
      if ('problem' in count) {
        report(count.problem);
        continue;
      }
      const { readable, writable } = new TransformStream();
      const bytes = new Response(readable).bytes();
      await Promise.all([bytes, results.export(kind, 'parquet', writable)]);
      tables[kind] = (await bytes).toBase64();
    }
    return { tables, problems, diagnostics: results.diagnostics };
  } catch (error) {
    report(error);
    return { tables, problems };
  } finally {
    await data?.close();
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
await browser.close();
server.close();
