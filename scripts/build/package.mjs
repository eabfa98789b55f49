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
/** What is written by hand: for frameworks and editors, and the command. */
const written = ['react', 'jsx', 'vue', 'svelte', 'custom-elements.json', 'bin', 'site'];
const copying = { recursive: true };
const noPage = join(project, 'scripts', 'build', 'no_page.mjs');
const withoutPage = { HTMLElement: [noPage, 'HTMLElement'], document: [noPage, 'document'] };
const texts = ['LICENSE', 'LICENSE-APACHE', 'LICENSE-MIT'];

/** Builds the package unless it was built from these very files. */
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
      // Their shared parts and what is loaded late lie beside them, so that `./worker.js` is
      // beside each of them.
      ...(await bundle(entries, [beside], { inject: withoutPage })),
      // A worker's script is all in one: nothing but its address needs to be known.
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

/** Bundles entries to one folder and returns the files that went in. */
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

/** The package's worker and module lie beside its scripts; the page's build knows them by hash. */
const beside = {
  name: 'asset-urls-beside',
  async resolveId(source, importer) {
    if (basename(source) !== 'asset_urls') return null;
    return await this.resolve('./asset_urls_beside', importer);
  },
};

/** Text of a style sheet, as Vite has it. */
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

/** What `web/package/package.json` says, and what the project's own says for both. */
function manifest() {
  const read = (...path) => JSON.parse(readFileSync(join(project, ...path), 'utf8'));
  const { name, ...others } = read('web', 'package', 'package.json');
  const { version } = read('package.json');
  // All code is in the bundle.
  return `${JSON.stringify({ name, version, ...others }, null, 2)}\n`;
}
