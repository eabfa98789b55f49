// What `cargo publish` would upload: the library crate, with its license and a readme. And how many
// crates it brings.
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';

const needed = ['Cargo.toml', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'src/lib.rs'];
/** The maximum number of crates that a program without the crate's features compiles with it. */
const maxCrates = 70;

/** Packs the library crate without compiling it; throws if that fails or a file is missing. */
export async function packCrate({ native }) {
  await countCrates(native);
  // Uncommitted changes are fine here, and the builds before have fetched the crates.
  const options = ['--package', 'daytally', '--no-verify', '--allow-dirty', '--offline'];
  const packed = await cargo(['package', ...options, '--quiet'], native);
  if (packed) print(packed);
  const files = (await cargo(['package', ...options, '--list', '--quiet'], native)).split('\n');
  const missing = needed.filter((name) => !files.includes(name));
  if (missing.length > 0) throw new Error(`the crate has no ${missing.join(', ')}`);
  print(`the crate has ${files.length} files`);
}

/** Counts the crates that the library needs without features; throws if they are too many. */
async function countCrates(native) {
  const options = ['--no-default-features', '--edges', 'normal', '--prefix', 'none', '--offline'];
  const tree = await cargo(['tree', '--package', 'daytally', ...options], native);
  const crates = new Set(tree.split('\n').map((line) => line.split(' ').slice(0, 2).join(' ')));
  // Its own name is among them.
  const count = crates.size - 1;
  print(`the crate needs ${count} others without features, at most ${maxCrates}`);
  if (count > maxCrates) {
    throw new Error(`the crate needs ${count} others without features, not at most ${maxCrates}`);
  }
}

async function cargo(args, env) {
  const result = await run('cargo', args, { env, cwd: project });
  if (!result.ok) throw new Error(`cargo ${args[0]}: ${result.output}`);
  return result.output.trim();
}
