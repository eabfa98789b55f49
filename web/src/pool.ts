import { cancelled, DaytallyError } from './errors';
import type { CallName, Input, Output, Report } from './rpc/calls';
import { Connection } from './rpc/connection';
import { requestsOfEach } from './sources/http/client';
import type { InputFile } from './types';

/** Workers to which a run gives its work. */
export interface Team {
  /** Workers, numbered from 0. */
  readonly size: number;
  /** Names the files to every worker, those started later included. */
  register(files: readonly InputFile[]): void;
  /** Tells every worker what became known of the same files when they were opened. */
  pin(files: readonly InputFile[]): void;
  /** Calls one worker, which is started when it isn't running. Rejects with a DaytallyError. */
  call<Name extends CallName>(
    worker: number,
    name: Name,
    ...input: Input<Name>
  ): Promise<Output<Name>>;
  /** Ends every worker; what they were doing rejects with `error`, what they held is lost. */
  renew(error: DaytallyError): void;
  /** Told what workers report while they fold. */
  onReport: ((report: Report) => void) | undefined;
  /** Told when a worker ended by itself. */
  onCrash: ((error: DaytallyError) => void) | undefined;
}

/**
 * Asks the same of every worker; the answers are in the order of the workers. Of several that
 * reject by a sum that is too large, the first of that order does, so that what is told does not
 * depend on who was faster; everything else is told at once.
 */
export async function everyone<Answer>(
  team: Team,
  ask: (worker: number) => Promise<Answer>,
): Promise<Answer[]> {
  const asked = Array.from({ length: team.size }, (_, worker) => ask(worker));
  try {
    return await Promise.all(asked);
  } catch (thrown) {
    if (DaytallyError.from(thrown).code !== 'sum_overflow') throw thrown;
    await Promise.allSettled(asked);
    for (const answer of asked) await answer;
    throw thrown;
  }
}

/** Starts one worker of the page, from the script at `address`. */
export interface Spawn {
  (): Worker;
  readonly address?: string;
}

/** A team of real workers that share one compiled module. */
export class Pool implements Team {
  readonly size: number;
  onReport: Team['onReport'];
  onCrash: Team['onCrash'];
  /** Told when all workers have been ended. */
  onRenew: () => void = () => {};
  readonly #spawn: Spawn;
  readonly #compile: () => Promise<WebAssembly.Module>;
  readonly #slots: (Promise<Connection> | undefined)[] = [];
  readonly #open = new Set<Connection>();
  readonly #extras = new Set<Connection>();
  #module: Promise<WebAssembly.Module> | undefined;
  #files: readonly InputFile[] = [];
  #generation = 0;

  constructor(size: number, spawn: Spawn, compile: () => Promise<WebAssembly.Module>) {
    this.size = size;
    this.#spawn = spawn;
    this.#compile = compile;
  }

  register(files: readonly InputFile[]): void {
    this.#files = files;
    for (const slot of this.#slots) {
      // A worker that ends here says so to its own calls.
      slot?.then((connection) => this.#register(connection)).catch(() => {});
    }
  }

  pin(files: readonly InputFile[]): void {
    this.#files = files;
    for (const slot of this.#slots) {
      slot?.then((connection) => connection.call('pin', files)).catch(() => {});
    }
  }

  async call<Name extends CallName>(
    worker: number,
    name: Name,
    ...input: Input<Name>
  ): Promise<Output<Name>> {
    const connection = await this.#connection(worker);
    return await connection.call(name, ...input);
  }

  renew(error: DaytallyError): void {
    this.#generation += 1;
    this.#slots.fill(undefined);
    for (const connection of [...this.#open]) connection.end(error);
    this.onRenew();
  }

  /** Compiles the module ahead of the first call, which is told if that fails. */
  prepare(): void {
    this.#compiled().catch(() => {});
  }

  /** A worker that belongs to no run, such as one that writes a file; end it when it is done. */
  async extra(): Promise<Connection> {
    const module = await this.#compiled();
    const connection: Connection = this.#connect(() => this.#extras.delete(connection));
    this.#extras.add(connection);
    await connection.call('load', module, () => {});
    await this.#register(connection);
    return connection;
  }

  /** Ends the workers for good. */
  dispose(): void {
    this.renew(cancelled());
    for (const connection of [...this.#extras]) connection.end(cancelled());
  }

  #connect(onEnd: (error: DaytallyError) => void): Connection {
    return new Connection(this.#spawn(), onEnd, this.#spawn.address);
  }

  #connection(worker: number): Promise<Connection> {
    const running = this.#slots[worker];
    if (running) return running;
    const started: Promise<Connection> = this.#start((error) => {
      if (this.#slots[worker] !== started) return;
      this.#slots[worker] = undefined;
      this.onCrash?.(error);
    });
    this.#slots[worker] = started;
    started.catch(() => {
      if (this.#slots[worker] === started) this.#slots[worker] = undefined;
    });
    return started;
  }

  async #start(onEnd: (error: DaytallyError) => void): Promise<Connection> {
    const generation = this.#generation;
    const module = await this.#compiled();
    // Whoever asked for it was told that it ended while the module was compiled.
    if (generation !== this.#generation) throw cancelled();
    const connection: Connection = this.#connect((error) => {
      this.#open.delete(connection);
      onEnd(error);
    });
    this.#open.add(connection);
    try {
      await connection.call('load', module, (report) => this.onReport?.(report));
      await this.#register(connection);
    } catch (error) {
      connection.end(DaytallyError.from(error));
      throw error;
    }
    return connection;
  }

  #register(connection: Connection): Promise<void> {
    return connection.call('register', this.#files, requestsOfEach(this.size));
  }

  #compiled(): Promise<WebAssembly.Module> {
    this.#module ??= this.#compile().catch((error: unknown) => {
      this.#module = undefined;
      throw error;
    });
    return this.#module;
  }
}

const gib = 2 ** 30;

/**
 * Bytes of memory for each of a page's workers: half of the machine's for all of them, at most 512
 * MiB for each, so that a tab stays a tab. A browser that doesn't tell is taken to have 4 GiB.
 */
export function defaultMemory(workers: number): number {
  const { deviceMemory = 4 } = navigator as { deviceMemory?: number };
  return Math.min(gib / 2, Math.floor((deviceMemory * gib) / 2 / workers));
}

/** As many workers as the machine has processors, at least one and at most 16. */
export function defaultSize(): number {
  return Math.min(16, Math.max(1, navigator.hardwareConcurrency || 1));
}
