// Runs tasks side by side: each starts when what it needs is done and what it holds is free.
import { Log, logged } from './log.mjs';
import { printSetupError, SetupError } from './step.mjs';

/** Seconds between two lines that name the running tasks. */
const heartbeat = 60;
/** Lines of a failed task's log that the summary repeats. */
const repeated = 40;

/**
 * Defines a task. `after` is the tasks it needs, or a function that returns them; `holds` returns
 * the names of resources that only one task may use at a time; `run` does the work. All functions
 * get the environment. The summary lists checks, but set-ups and builds only if they fail. A task
 * that `waits` for the network needs no processor, so that it takes no slot.
 */
export function task(name, after, run, { holds = () => [], check = false, waits = false } = {}) {
  const needs = typeof after === 'function' ? after : () => after;
  return { name, needs, run, holds, check, waits };
}

/** Returns the tasks and all that they need, each after what it needs. */
export function withNeeds(tasks, environment) {
  const ordered = new Set();
  const add = (each) => {
    for (const need of each.needs(environment)) add(need);
    ordered.add(each);
  };
  for (const each of tasks) add(each);
  return [...ordered];
}

/**
 * Runs tasks, at most `slots` at a time; earlier ones in the list go first. Prints the output of
 * each when it ends, or as it comes if there is one slot. Returns a row for each: its name,
 * outcome, seconds and a note.
 */
export async function runTasks(tasks, environment, slots) {
  const waiting = new Set(tasks);
  const running = new Map();
  const rows = new Map();
  const holds = (each) => each.holds(environment);
  const needs = (each) => each.needs(environment);
  const held = () => new Set([...running.keys()].flatMap(holds));
  // With one slot, output comes as it is printed.
  const isFree = ({ waits }) => waits && slots > 1;
  const taken = () => [...running.keys()].filter((each) => !isFree(each)).length;
  const timer = setInterval(() => printRunning(running), heartbeat * 1000);
  const start = (each) => {
    waiting.delete(each);
    const began = performance.now();
    const done = perform(each, environment, slots > 1).then((row) => {
      rows.set(each, { ...row, name: each.name, seconds: (performance.now() - began) / 1000 });
      running.delete(each);
    });
    running.set(each, { began, done });
  };
  while (waiting.size > 0 || running.size > 0) {
    for (const each of waiting) {
      const failed = needs(each).find((need) => rows.get(need)?.outcome === 'failed');
      if (failed) {
        waiting.delete(each);
        rows.set(each, { name: each.name, outcome: 'failed', note: `needs ${failed.name}` });
      } else if (
        (isFree(each) || taken() < slots) &&
        needs(each).every((need) => rows.has(need)) &&
        holds(each).every((name) => !held().has(name))
      ) {
        start(each);
      }
    }
    // An empty race never settles, and a failed need may have removed the last waiting tasks.
    if (running.size > 0) await Promise.race([...running.values()].map(({ done }) => done));
  }
  clearInterval(timer);
  return tasks.map((each) => ({ ...rows.get(each), check: each.check }));
}

function printRunning(running) {
  const now = performance.now();
  const each = ([{ name }, { began }]) => `${name} (${Math.round((now - began) / 1000)} s)`;
  console.log(`running: ${[...running].map(each).join(', ')}`);
}

async function perform(each, environment, quietly) {
  if (!quietly) console.log(`\n── ${each.name}`);
  const log = quietly ? new Log() : undefined;
  const attempt = async () => {
    try {
      await each.run(environment);
      return { outcome: 'passed', note: '' };
    } catch (error) {
      if (error instanceof SetupError) printSetupError(error);
      return { outcome: 'failed', note: error.message.split('\n')[0], error };
    }
  };
  const row = await (quietly ? logged(log, attempt) : attempt());
  if (quietly && (log.text || row.outcome === 'failed')) {
    console.log(`\n── ${each.name}\n${log.text.trimEnd()}`);
  }
  if (row.error && !(row.error instanceof SetupError)) console.log(row.error.message);
  return { ...row, tail: row.outcome === 'failed' ? log?.tail(repeated) : undefined };
}
