// Checks the crates of Cargo.lock with cargo-deny, by the rules in deny.toml.
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';

/** Prints the report of cargo-deny; returns an error message if it failed. */
export async function checkCrates(env) {
  const options = { env, cwd: project };
  const known = await run('cargo-deny', ['fetch', 'db'], { ...options, limit: 120 });
  const checks = ['licenses', 'bans', 'sources'];
  if (known.ok) checks.unshift('advisories');
  else print(`skipped RustSec's advisories: their database is unreachable (${reason(known)})`);
  const args = ['check', '--hide-inclusion-graph', ...checks];
  print(`$ cargo-deny ${args.join(' ')}`);
  const { ok, code } = await run('cargo-deny', args, { ...options, open: true });
  return ok ? [] : [`cargo-deny ended with ${code}`];
}

/** Returns the last line of a program's output, which has the reason of its failure. */
function reason({ output }) {
  return output.trim().split('\n').at(-1);
}
