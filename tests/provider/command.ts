import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const binary = process.env.DAYTALLY_COMMAND ?? resolve('target/debug/daytally');

/** How a process ended, and what it said. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A `daytally` that runs. */
export class Command {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';

  /** Starts one, without the proxies of this machine and without a terminal. */
  constructor(args: readonly string[], env: Record<string, string> = {}) {
    const own = Object.entries(process.env).filter(([name]) => {
      return !/_proxy$/i.test(name) && !name.startsWith('DAYTALLY');
    });
    const child = spawn(binary, args, {
      env: { ...Object.fromEntries(own), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout.on('data', (text) => {
      this.#stdout += text;
    });
    child.stderr.on('data', (text) => {
      this.#stderr += text;
    });
    this.ended = new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (code) => done({ code, stdout: this.#stdout, stderr: this.#stderr }));
    });
  }

  /** Sends a signal, and waits for the end. */
  async signal(name: 'SIGINT' | 'SIGKILL' | 'SIGTERM'): Promise<Ended> {
    this.#child.kill(name);
    return await this.ended;
  }

  /** Waits until its standard error holds a text, or it has ended. */
  async says(text: string): Promise<void> {
    let over = false;
    this.ended.then(() => {
      over = true;
    });
    while (!over && !this.#stderr.includes(text)) await new Promise((next) => setTimeout(next, 20));
  }
}

/** Runs `daytally` to its end. */
export async function daytally(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  return await new Command(args, env).ended;
}
