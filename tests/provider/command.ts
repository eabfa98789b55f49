import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const binary = process.env.DAYTALLY_COMMAND ?? resolve('target/debug/daytally');

/** The exit code and the output of a process. */
export interface Exit {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A running `daytally` process. */
export class Command {
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';

  /** Starts a process without a terminal and without this machine's proxy settings. */
  constructor(args: readonly string[], env: Record<string, string> = {}) {
    const inherited = Object.entries(process.env).filter(([name]) => {
      return !/_proxy$/i.test(name) && !name.startsWith('DAYTALLY');
    });
    const child = spawn(binary, args, {
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout.on('data', (text) => {
      this.#stdout += text;
    });
    child.stderr.on('data', (text) => {
      this.#stderr += text;
    });
    this.exit = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }));
    });
  }

  /** Sends a signal and waits for the process to exit. */
  async signal(name: 'SIGINT' | 'SIGKILL' | 'SIGTERM'): Promise<Exit> {
    this.#child.kill(name);
    return await this.exit;
  }

  /** Waits until stderr contains a text or the process exits. */
  async stderrContains(text: string): Promise<void> {
    let exited = false;
    this.exit.then(() => {
      exited = true;
    });
    while (!exited && !this.#stderr.includes(text))
      await new Promise((next) => setTimeout(next, 20));
  }
}

/** Runs `daytally` until it exits. */
export async function daytally(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Exit> {
  return await new Command(args, env).exit;
}
