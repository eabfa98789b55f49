// Software bills of materials in CycloneDX's format, from the lock files of cargo and npm.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';

/** Returns the bill of materials of the command line, as JSON. */
export async function sbomOfCommand(env, triple) {
  const { version } = manifest();
  return bill('application', 'daytally', version, await crates(env, 'daytally-cli', triple));
}

/** Returns the bill of the npm package: the module's crates and the bundled packages. */
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

/** Returns the crates that a crate of the workspace links, without build dependencies. */
async function crates(env, name, triple) {
  const format = ['--prefix', 'none', '--format', '{p}|{l}'];
  const args = ['tree', '--locked', '-p', name, '-e', 'normal,no-proc-macro', ...format];
  const tree = await run('cargo', [...args, '--target', triple], { env, cwd: project });
  if (!tree.ok) throw new Error(`cargo tree: ${tree.output}`);
  return cratesOf(tree.output, readFileSync(join(project, 'Cargo.lock'), 'utf8'));
}

/** Returns the registry crates in the output of `cargo tree`, each once. */
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
    // Crates of the workspace have no checksum.
    if (!checksum || found.has(key)) continue;
    // A slash is an older form of `OR`.
    const expression = license.replaceAll('/', ' OR ');
    found.set(key, component(name, version, 'cargo', expression, ['SHA-256', checksum]));
  }
  return [...found.values()];
}

/** Returns the packages of an npm lock file that are bundled, without tools. */
export function packages(lock) {
  return Object.entries(lock).flatMap(([path, { version, license, integrity, dev }]) => {
    // Packages of types are not bundled.
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

/** Returns the bill of a program. It has no date, so that it changes only with the sources. */
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
