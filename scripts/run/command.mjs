// Runs other programs: quietly with a time limit (set-up), or with visible output (tests, servers).
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { currentLog } from './log.mjs';

/** Runs a program; returns its output and exit code, which is null if it did not end by itself. */
export async function run(command, args = [], options = {}) {
  const { env = process.env, cwd = process.cwd(), limit = 0, open = false } = options;
  const began = performance.now();
  const log = open ? currentLog() : undefined;
  const stdio = open && !log ? 'inherit' : 'pipe';
  return await new Promise((resolve) => {
    // A group of its own, so that a time limit also ends what the program started.
    const child = spawn(command, args, {
      env,
      cwd,
      stdio: ['ignore', stdio, stdio],
      detached: !open && process.platform !== 'win32',
    });
    let output = '';
    let timedOut = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        if (log) log.write(text);
        else output += text;
      });
    }
    const stop = () => {
      try {
        process.kill(open ? child.pid : -child.pid, 'SIGKILL');
      } catch {
        // It ended in the meantime.
      }
    };
    const timer =
      limit > 0 &&
      setTimeout(() => {
        timedOut = true;
        stop();
      }, limit * 1000);
    const interrupted = () => {
      stop();
      process.exit(130);
    };
    const signals = ['SIGINT', 'SIGTERM'];
    for (const signal of signals) process.once(signal, interrupted);
    const end = (code, error) => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, interrupted);
      if (error) output += `${error.message}\n`;
      if (timedOut) output += `stopped after ${limit} s\n`;
      const seconds = (performance.now() - began) / 1000;
      resolve({ code: timedOut ? null : code, ok: code === 0 && !timedOut, output, seconds });
    };
    child.on('error', (error) => end(null, error));
    child.on('close', (code) => end(code));
  });
}

/** Returns the trimmed output of a program, or undefined if it is missing or fails. */
export async function capture(command, args, options = {}) {
  const result = await run(command, args, { limit: 20, ...options });
  return result.ok ? result.output.trim() : undefined;
}

/** Returns the first of the programs that is on PATH or, if it is a path, that exists. */
export function find(names, path = process.env.PATH ?? '') {
  for (const name of [names].flat()) {
    const places = name.includes('/')
      ? [name]
      : path.split(delimiter).map((dir) => join(dir, name));
    for (const place of places) {
      try {
        accessSync(place, constants.X_OK);
        if (statSync(place).isFile()) return place;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}
