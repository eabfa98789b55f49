// What `cargo publish` would upload: the library crate, with its license and a readme.
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';

const needed = ['Cargo.toml', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'src/lib.rs'];

/** Packs the library crate without compiling it; throws if that fails or a file is missing. */
export async function packCrate({ native }) {
  // Uncommitted changes are fine here, and the builds before have fetched the crates.
  const options = ['--package', 'daytally', '--no-verify', '--allow-dirty', '--offline'];
  const packed = await cargo([...options, '--quiet'], native);
  if (packed) print(packed);
  const files = (await cargo([...options, '--list', '--quiet'], native)).split('\n');
  const missing = needed.filter((name) => !files.includes(name));
  if (missing.length > 0) throw new Error(`the crate has no ${missing.join(', ')}`);
  print(`the crate has ${files.length} files`);
}

async function cargo(options, env) {
  const result = await run('cargo', ['package', ...options], { env, cwd: project });
  if (!result.ok) throw new Error(`cargo package: ${result.output}`);
  return result.output.trim();
}
