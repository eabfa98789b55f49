// Checks what `cargo publish` uploads for the library crate, and how many crates it depends on.
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';

const needed = ['Cargo.toml', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'src/lib.rs'];
/** The maximum number of dependencies, direct and indirect, without features. */
const maxCrates = 70;

/** Packs the library crate without compiling it; throws if that fails or a file is missing. */
export async function packCrate({ native }) {
  await countCrates(native);
  // Uncommitted changes are fine here, and an earlier build has fetched the crates.
  const options = ['--package', 'daytally', '--no-verify', '--allow-dirty', '--offline'];
  const packed = await cargo(['package', ...options, '--quiet'], native);
  if (packed) print(packed);
  const files = (await cargo(['package', ...options, '--list', '--quiet'], native)).split('\n');
  const missing = needed.filter((name) => !files.includes(name));
  if (missing.length > 0) throw new Error(`the crate has no ${missing.join(', ')}`);
  print(`the crate has ${files.length} files`);
}

/** Counts the crates that the library needs without features; throws if there are too many. */
async function countCrates(native) {
  const options = ['--no-default-features', '--edges', 'normal', '--prefix', 'none', '--offline'];
  const tree = await cargo(['tree', '--package', 'daytally', ...options], native);
  const crates = new Set(tree.split('\n').map((line) => line.split(' ').slice(0, 2).join(' ')));
  // The tree includes the crate itself.
  const count = crates.size - 1;
  print(`the crate has ${count} dependencies without features; the maximum is ${maxCrates}`);
  if (count > maxCrates) {
    throw new Error(`the crate has ${count} dependencies without features, more than ${maxCrates}`);
  }
}

async function cargo(args, env) {
  const result = await run('cargo', args, { env, cwd: project });
  if (!result.ok) throw new Error(`cargo ${args[0]}: ${result.output}`);
  return result.output.trim();
}
