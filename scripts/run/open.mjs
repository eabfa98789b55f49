// Runs a program whose output is shown.
import { run } from './command.mjs';
import { project } from './environment.mjs';
import { print } from './log.mjs';

/** Prints the command, runs it in the project or in `cwd`, and throws if it fails. */
export async function open(command, args, env, cwd = project) {
  print(`$ ${command} ${args.join(' ')}`);
  const result = await run(command, args, { env, cwd, open: true });
  if (!result.ok) throw new Error(`${command} ended with ${result.code}`);
}
