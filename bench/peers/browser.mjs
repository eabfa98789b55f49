// DuckDB and chdb compiled to WebAssembly, in the same browser as the page.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { cached } from '../../scripts/run/cache.mjs';
import { project } from '../../scripts/run/environment.mjs';
import { must, step } from '../../scripts/run/step.mjs';
import { chromiumArgs } from '../../scripts/setup/browser.mjs';

/** The engines' packages. Later DuckDB-Wasm downloads its Parquet reader from DuckDB's server. */
const packages = ['@duckdb/duckdb-wasm@1.28.0', 'chdb-wasm@0.4.0'];

/**
 * Serves a page with the engines. Returns their names; `answers`, which runs the questions in one
 * of them in a new browser; and `close`.
 */
export async function serveEngines(executablePath) {
  const folder = cached('browser-peers', '1');
  if (!existsSync(join(folder, 'node_modules'))) {
    await step(`${packages.join(', ')}, by npm in the cache`, async () => {
      mkdirSync(folder, { recursive: true });
      const args = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder];
      const advice = 'check the network, then run this command again.';
      await must('npm', [...args, ...packages], { cwd: folder, advice });
    });
  }
  cpSync(join(project, 'bench', 'peers', 'browser'), folder, { recursive: true });
  const { createServer } = await import('vite');
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'error',
    optimizeDeps: { exclude: ['chdb-wasm'] },
    server: {
      host: '127.0.0.1',
      // With these headers, engines can use threads.
      headers: {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    },
  });
  await server.listen();
  const [url] = server.resolvedUrls.local;
  return {
    names: ['duckdbWasm', 'chdbWasm'],
    answers: (engine, path) => answers(executablePath, url, engine, path),
    close: () => server.close(),
  };
}

async function answers(executablePath, url, engine, path) {
  const profile = mkdtempSync(join(tmpdir(), 'daytally-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: chromiumArgs,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
    await page.locator('input').setInputFiles(path);
    await page.waitForFunction(() => 'measure' in globalThis);
    const found = await page.evaluate((name) => globalThis.measure(name), engine);
    const seconds = Object.values(found.seconds).reduce((sum, value) => sum + value, 0);
    const { version, counts } = found;
    return { seconds, counts, version, questions: found.seconds };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
