// What others' code a program has, in CycloneDX's format, from cargo's and npm's lock files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';

/** Returns the bill of the crates in the command line, as JSON. */
export async function sbomOfCommand(env, triple) {
  const { version } = manifest();
  return bill('application', 'daytally', version, await crates(env, 'daytally-cli', triple));
}

/** Returns the bill of the npm package, which has the module's crates and what is bundled. */
export async function sbomOfPackage(env) {
  const { version } = manifest();
  const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
  const parts = [
    ...(await crates(env, 'daytally', 'wasm32-unknown-unknown')),
    ...packages(lock.packages),
  ];
  return bill('library', 'daytally', version, parts);
}

function manifest() {
  return JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
}

/** Returns the crates that one of the workspace is linked with, without those of its build. */
async function crates(env, name, triple) {
  const format = ['--prefix', 'none', '--format', '{p}|{l}'];
  const args = ['tree', '--locked', '-p', name, '-e', 'normal,no-proc-macro', ...format];
  const tree = await run('cargo', [...args, '--target', triple], { env, cwd: project });
  if (!tree.ok) throw new Error(`cargo tree: ${tree.output}`);
  return cratesOf(tree.output, readFileSync(join(project, 'Cargo.lock'), 'utf8'));
}

/** Returns the crates of a registry in what `cargo tree` printed, each once. */
export function cratesOf(tree, lock) {
  const sums = new Map();
  for (const entry of lock.split('[[package]]')) {
    const value = (key) => entry.match(new RegExp(`^${key} = "(.*)"$`, 'm'))?.[1];
    sums.set(`${value('name')}@${value('version')}`, value('checksum'));
  }
  const found = new Map();
  for (const line of tree.split('\n')) {
    const [, name, version, license] =
      /^(\S+) v([^\s|]+)[^|]*\|(.*?)(?: \(\*\))?$/.exec(line) ?? [];
    const key = `${name}@${version}`;
    const checksum = sums.get(key);
    // The workspace's own have no checksum.
    if (!checksum || found.has(key)) continue;
    // An older way to write `OR`.
    const expression = license.replaceAll('/', ' OR ');
    found.set(key, component(name, version, 'cargo', expression, ['SHA-256', checksum]));
  }
  return [...found.values()];
}

/** Returns the packages of a lock file of npm that are bundled, and not only tools. */
export function packages(lock) {
  return Object.entries(lock).flatMap(([path, { version, license, integrity, dev }]) => {
    // Types alone are not in a bundle.
    if (path === '' || dev || path.includes('node_modules/@types/')) return [];
    const name = path.split('node_modules/').at(-1);
    const digest = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
    return [component(name, version, 'npm', license, ['SHA-512', digest])];
  });
}

function component(name, version, registry, expression, [alg, content]) {
  const purl = `pkg:${registry}/${name.replace('@', '%40')}@${version}`;
  const parts = { type: 'library', 'bom-ref': purl, name, version, purl };
  return { ...parts, licenses: [{ expression }], hashes: [{ alg, content }] };
}

/** Returns the bill of a program. It has no date, so that the same sources have the same bill. */
function bill(type, name, version, components) {
  const sorted = components.toSorted((a, b) => (a.purl < b.purl ? -1 : 1));
  const root = { type, 'bom-ref': name, name, version };
  const found = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: root },
    components: sorted,
    dependencies: [{ ref: name, dependsOn: sorted.map(({ purl }) => purl) }],
  };
  return `${JSON.stringify(found, null, 2)}\n`;
}
