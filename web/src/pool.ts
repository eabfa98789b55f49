import { cancelled, DaytallyError } from './errors';
import type { CallName, Input, OtherModules, Output, Report } from './rpc/calls';
import { Connection } from './rpc/connection';
import { requestsOfEach } from './sources/http/client';
import type { InputFile } from './types';

/** The workers of a run. */
export interface Team {
  /** Workers, numbered from 0. */
  readonly size: number;
  /** Names the files to every worker, including those started later. */
  register(files: readonly InputFile[]): void;
  /** Sends every worker what became known of the same files when they were opened. */
  pin(files: readonly InputFile[]): void;
  /** Calls one worker, which is started if it is not running. Rejects with a DaytallyError. */
  call<Name extends CallName>(
    worker: number,
    name: Name,
    ...input: Input<Name>
  ): Promise<Output<Name>>;
  /** Starts every worker ahead of its first call, which reports a failure. */
  start(): void;
  /** Ends every worker; their calls reject with `error`, and their state is lost. */
  renew(error: DaytallyError): void;
  /** Called with the reports of workers while they fold. */
  onReport: ((report: Report) => void) | undefined;
  /** Called when a worker ended by itself. */
  onCrash: ((error: DaytallyError) => void) | undefined;
}

/**
 * Makes the same call to every worker; the answers are in the order of the workers. If several
 * reject because of a sum that is too large, the first in that order counts, so that the error does
 * not depend on speed. Any other error rejects at once.
 */
export async function broadcast<Answer>(
  team: Team,
  call: (worker: number) => Promise<Answer>,
): Promise<Answer[]> {
  const calls = Array.from({ length: team.size }, (_, worker) => call(worker));
  try {
    return await Promise.all(calls);
  } catch (thrown) {
    if (DaytallyError.from(thrown).code !== 'sum_overflow') throw thrown;
    await Promise.allSettled(calls);
    for (const answer of calls) await answer;
    throw thrown;
  }
}

/** Starts one worker of the page, from the script at `url`. */
export interface Spawn {
  (): Worker;
  readonly url?: string;
  readonly others?: OtherModules;
}

const noOthers: OtherModules = { tables: '', stores: '' };

/** A team of real workers that share one compiled module. */
export class Pool implements Team {
  readonly size: number;
  onReport: Team['onReport'];
  onCrash: Team['onCrash'];
  /** Called when all workers have been ended. */
  onRenew: () => void = () => {};
  #spawn: Spawn;
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
      // A worker that ends here rejects its own calls.
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

  start(): void {
    for (let worker = 0; worker < this.size; worker++) this.#connection(worker).catch(() => {});
  }

  renew(error: DaytallyError): void {
    this.#generation += 1;
    this.#slots.fill(undefined);
    for (const connection of [...this.#open]) connection.end(error);
    this.onRenew();
  }

  /** Compiles the module ahead of the first call, which reports a failure. */
  prepare(): void {
    this.#compiled().catch(() => {});
  }

  /**
   * Returns a worker that belongs to no run, such as one that writes a file; end it when it is
   * done.
   */
  async extra(): Promise<Connection> {
    const module = await this.#compiled();
    const connection: Connection = this.#connect(() => this.#extras.delete(connection));
    this.#extras.add(connection);
    await connection.call('load', module, () => {}, this.#spawn.others ?? noOthers);
    await this.#register(connection);
    return connection;
  }

  /** Ends the workers permanently; later calls reject. */
  dispose(): void {
    // An export may still read its next rows, which would start workers again.
    this.#spawn = () => {
      throw cancelled();
    };
    this.renew(cancelled());
    for (const connection of [...this.#extras]) connection.end(cancelled());
  }

  #connect(onEnd: (error: DaytallyError) => void): Connection {
    return new Connection(this.#spawn(), onEnd, this.#spawn.url);
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
    // Its callers were rejected when it ended while the module was compiled.
    if (generation !== this.#generation) throw cancelled();
    const connection: Connection = this.#connect((error) => {
      this.#open.delete(connection);
      onEnd(error);
    });
    this.#open.add(connection);
    try {
      const { others = noOthers } = this.#spawn;
      await connection.call('load', module, (report) => this.onReport?.(report), others);
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
