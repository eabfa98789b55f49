// One line per step of the set-up, and what to do when it fails.
import { cached, failedLately, forgetFailure, rememberFailure, writeText } from './cache.mjs';
import { run } from './command.mjs';
import { print } from './log.mjs';

/** A set-up step that cannot go on; `advice` is what the reader can do about it. */
export class SetupError extends Error {
  constructor(message, advice) {
    super(message);
    this.advice = advice;
  }
}

/** Prints what is being done, does it, and adds how long it took. */
export async function step(title, work) {
  // At once, even if the rest of the task's output waits for its end.
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

/** Runs a program for a step; when it fails, keeps its output and says how to go on. */
export async function must(command, args, { advice, ...options }) {
  const result = await run(command, args, options);
  if (result.ok) return result.output;
  const log = cached('logs', `${command.split('/').at(-1)}.log`);
  writeText(log, result.output);
  const tail = result.output.trimEnd().split('\n').slice(-15).join('\n');
  throw new SetupError(`${command} ${args.join(' ')}\n${tail}\n(the whole output: ${log})`, advice);
}

/**
 * Tries an ordinary way, which is quick to fail. Returns whether it worked, and doesn't try
 * again for an hour when it did not.
 */
export async function attempt(way, work) {
  const output = `its output is in ${cached('failed', way)}`;
  if (failedLately(way)) {
    print(`set-up: skipped the way by ${way}, which failed within the hour; ${output}`);
    return false;
  }
  try {
    await work();
    forgetFailure(way);
    return true;
  } catch (error) {
    rememberFailure(way, error.message);
    print(`set-up: the way by ${way} failed and is not tried again for an hour; ${output}`);
    return false;
  }
}

/** Ends the program with a readable message when its options or its set-up are at fault. */
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
