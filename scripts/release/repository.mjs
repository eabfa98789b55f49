// Writes the URL of the repository to the manifests. Only the owner of the repository knows it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from '../run/environment.mjs';

/** Writes the repository's URL to the manifests of the crates and of the npm package. */
export function setRepository(url) {
  for (const crate of ['crate', 'store', 'cli']) {
    edit(join(project, crate, 'Cargo.toml'), (text) => withRepository(text, url));
  }
  edit(join(project, 'web/package/package.json'), (text) => {
    const { name, description, ...others } = JSON.parse(text);
    const repository = { type: 'git', url: `git+${url}.git` };
    const links = { repository, homepage: url, bugs: `${url}/issues` };
    return `${JSON.stringify({ name, description, ...links, ...others }, null, 2)}\n`;
  });
}

/** Returns a crate's manifest with the URL, which replaces an earlier one. */
export function withRepository(manifest, url) {
  const without = manifest.replace(/^repository = .*\n/m, '');
  return without.replace(
    /^(license\.workspace = .*\n)/m,
    `$1repository = ${JSON.stringify(url)}\n`,
  );
}

function edit(file, change) {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
