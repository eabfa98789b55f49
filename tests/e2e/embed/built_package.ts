import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..', '..');
/** The entries of the package that tests use, by the names of their scripts. */
const entries = { define: 'define', element: 'portal/index', frame: 'frame/index' };

let built: Promise<string> | undefined;

/**
 * Builds the package as a portal's own build would, once for all specs of a worker. Returns its
 * folder, which is removed when the worker ends.
 */
export function builtPackage(): Promise<string> {
  built ??= buildEntries();
  return built;
}

async function buildEntries(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'daytally-portal-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  await build({
    configFile: false,
    root: join(root, 'web'),
    base: './',
    publicDir: false,
    logLevel: 'warn',
    worker: { format: 'es' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(entries).map(([name, entry]) => [
            name,
            join(root, 'web', 'src', `${entry}.ts`),
          ]),
        ),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  return folder;
}
