// The crates of Cargo.lock, judged by cargo-deny after deny.toml.
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';

/** What is wrong with the crates, as sentences; prints what cargo-deny says. */
export async function checkCrates(env) {
  const options = { env, cwd: project };
  const known = await run('cargo-deny', ['fetch', 'db'], { ...options, limit: 120 });
  const checks = ['licenses', 'bans', 'sources'];
  if (known.ok) checks.unshift('advisories');
  else
    print(
      `skipped: crates against RustSec's advisories, whose database is out of reach (${reason(known)})`,
    );
  const args = ['check', '--hide-inclusion-graph', ...checks];
  print(`$ cargo-deny ${args.join(' ')}`);
  const { ok, code } = await run('cargo-deny', args, { ...options, open: true });
  return ok ? [] : [`cargo-deny ended with ${code}`];
}

/** The last line of what a program printed, which says why it failed. */
function reason({ output }) {
  return output.trim().split('\n').at(-1);
}
