// The npm package, built from web/ to package/, ready for `npm pack`.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readText, writeText } from '../run/cache.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';
import { SetupError, step } from '../run/step.mjs';
import { fingerprint } from './fingerprint.mjs';
import { licenses } from './licenses.mjs';
import { buildTypes } from './types.mjs';

export const folder = join(project, 'package');
const web = join(project, 'web');
const stamp = join(project, 'node_modules', '.cache', 'daytally', 'package');
const sources = ['web', 'scripts/build', 'package-lock.json', 'tsconfig.json', 'LICENSE'];
const entries = {
  index: 'src/index.ts',
  define: 'src/define.ts',
  element: 'src/portal/index.ts',
  frame: 'src/frame/index.ts',
};
const declarations = ['index.d.ts', 'define.d.ts', 'portal/index.d.ts', 'frame/index.d.ts'];
/** Files and folders written by hand: for frameworks, editors and the command. */
const written = ['react', 'jsx', 'vue', 'svelte', 'custom-elements.json', 'bin', 'site'];
const copying = { recursive: true };
const noPage = join(project, 'scripts', 'build', 'no_page.mjs');
const withoutPage = { HTMLElement: [noPage, 'HTMLElement'], document: [noPage, 'document'] };
const texts = ['LICENSE', 'LICENSE-APACHE', 'LICENSE-MIT'];

/** Builds the package if its sources have changed. */
export async function buildPackage(environment) {
  const made = fingerprint(sources.map((name) => join(project, name)));
  if (readText(stamp) === made && existsSync(join(folder, 'package.json'))) {
    print('build: the package is up to date');
    return;
  }
  rmSync(stamp, { force: true });
  rmSync(folder, { recursive: true, force: true });
  await step('the package, in package/', async () => {
    const bundled = [
      // Shared and lazy chunks are in the same folder, so that `./worker.js` resolves from each.
      ...(await bundle(entries, [beside], { inject: withoutPage })),
      // The worker is one file, so that a page needs only its URL.
      ...(await bundle({ worker: 'src/worker/entry.ts' }, [], {}, { codeSplitting: false })),
    ];
    cpSync(join(web, 'src/generated/daytally_bg.wasm'), join(folder, 'dist', 'daytally.wasm'));
    for (const name of ['tables', 'stores']) {
      const module = join(web, `src/generated/daytally_${name}_bg.wasm`);
      cpSync(module, join(folder, 'dist', `daytally-${name}.wasm`));
    }
    await buildTypes(environment, declarations, join(folder, 'types'));
    for (const name of written) cpSync(join(web, 'package', name), join(folder, name), copying);
    for (const name of texts) cpSync(join(project, name), join(folder, name));
    cpSync(join(web, 'package', 'README.md'), join(folder, 'README.md'));
    writeText(join(folder, 'THIRD-PARTY-LICENSES.txt'), licenses(bundled));
    writeText(join(folder, 'package.json'), manifest());
  });
  writeText(stamp, made);
}

/** Bundles entries into the package's `dist`; returns the source files. */
async function bundle(input, plugins, transform = {}, splitting = {}) {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    cwd: web,
    input,
    platform: 'browser',
    tsconfig: join(project, 'tsconfig.json'),
    plugins: [styleText, ...plugins],
    transform: { target: 'es2022', ...transform },
    onLog: (level, { message }) => {
      if (level === 'warn') throw new SetupError(`the package does not build: ${message}`);
    },
  });
  mkdirSync(folder, { recursive: true });
  const { output } = await build.write({
    dir: join(folder, 'dist'),
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: true,
    ...splitting,
  });
  await build.close();
  return output.flatMap((chunk) => chunk.moduleIds ?? []);
}

/** The worker and modules are beside the package's scripts; in the page, their names are hashed. */
const beside = {
  name: 'asset-urls-beside',
  async resolveId(source, importer) {
    if (basename(source) !== 'asset_urls') return null;
    return await this.resolve('./asset_urls_beside', importer);
  },
};

/** Imports a style sheet as text with `?inline`, as Vite does. */
const styleText = {
  name: 'style-text',
  async resolveId(source, importer) {
    if (!source.endsWith('?inline')) return null;
    const found = await this.resolve(source.replace('?inline', ''), importer);
    return found && { id: `${found.id}?inline` };
  },
  load(id) {
    if (!id.endsWith('?inline')) return null;
    const text = readFileSync(id.replace('?inline', ''), 'utf8');
    return { code: `export default ${JSON.stringify(text)};`, moduleType: 'js' };
  },
};

/** Returns `web/package/package.json` with the project's version. */
function manifest() {
  const read = (...path) => JSON.parse(readFileSync(join(project, ...path), 'utf8'));
  const { name, ...others } = read('web', 'package', 'package.json');
  const { version } = read('package.json');
  return `${JSON.stringify({ name, version, ...others }, null, 2)}\n`;
}
