// One line per step of the set-up, and what to do when it fails.
import { cached, failedLately, forgetFailure, rememberFailure, writeText } from './cache.mjs';
import { run } from './command.mjs';
import { print } from './log.mjs';

/** An error that stops the set-up; `advice` is what the user can do about it. */
export class SetupError extends Error {
  constructor(message, advice) {
    super(message);
    this.advice = advice;
  }
}

/** Prints a title, does the work, and prints how long it took. */
export async function step(title, work) {
  // Printed at once, even if the task's other output is held until its end.
  console.log(`set-up: ${title} …`);
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  try {
    const note = await work();
    console.log(`set-up: ${title}: ${typeof note === 'string' ? `${note}, ` : ''}${seconds()}`);
  } catch (error) {
    console.log(`set-up: ${title}: failed after ${seconds()}`);
    throw error;
  }
}

/** Runs a program for a step; if it fails, saves its output and throws with the advice. */
export async function must(command, args, { advice, ...options }) {
  const result = await run(command, args, options);
  if (result.ok) return result.output;
  const log = cached('logs', `${command.split('/').at(-1)}.log`);
  writeText(log, result.output);
  const tail = result.output.trimEnd().split('\n').slice(-15).join('\n');
  throw new SetupError(`${command} ${args.join(' ')}\n${tail}\n(the whole output: ${log})`, advice);
}

/**
 * Tries a method that fails quickly. Returns whether it worked; after a failure, skips the method
 * for an hour.
 */
export async function attempt(way, work) {
  const output = `its output is in ${cached('failed', way)}`;
  if (failedLately(way)) {
    print(`set-up: skipped the ${way} method, which failed within the last hour; ${output}`);
    return false;
  }
  try {
    await work();
    forgetFailure(way);
    return true;
  } catch (error) {
    rememberFailure(way, error.message);
    print(`set-up: the ${way} method failed and is not tried again for an hour; ${output}`);
    return false;
  }
}

/** Runs a script; prints a readable message if its options or its set-up are wrong. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (error instanceof SetupError) printSetupError(error);
    else if (error.code?.startsWith('ERR_PARSE_ARGS')) console.error(error.message);
    else throw error;
    process.exitCode = 1;
  }
}

export function printSetupError(error) {
  print(`\nstopped: ${error.message}`);
  if (error.advice) print(`\nTo continue: ${error.advice}`);
}
