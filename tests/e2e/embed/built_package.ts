import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..', '..');

/**
 * Builds entries of the package, by the names of their scripts, as a portal's own build would.
 * Returns their folder.
 */
export async function builtPackage(entries: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'daytally-portal-'));
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
