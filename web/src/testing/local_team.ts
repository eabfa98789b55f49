import { DaytallyError, pageCodes } from '../errors';
import type { Team } from '../pool';
import type { CallName, Calls, Input, Output } from '../rpc/calls';
import type { EngineCalls, ModuleCalls } from '../rpc/passed';
import type { InputFile } from '../types';
import { createCalls } from '../worker/calls';
import type { Module } from '../worker/module';
import * as fake from './fake_module';

type Method<Name extends CallName> = (...input: Input<Name>) => Promise<Output<Name>>;

/** What the fake must have. Of other methods, its classes have only those that the page uses. */
type Passed = ModuleCalls & { readonly Engine: new () => EngineCalls };

/** The fake as the module of a worker. */
export const fakeModule = fake satisfies Passed as unknown as Module;

/** A team whose workers are objects of this thread, with the fake engine. */
export class LocalTeam implements Team {
  readonly size: number;
  onReport: Team['onReport'];
  onCrash: Team['onCrash'];
  /** Every call, as `worker name`. */
  readonly log: string[] = [];
  started = 0;
  #workers: (Calls | undefined)[] = [];
  #files: readonly InputFile[] = [];
  readonly #pending = new Set<(error: DaytallyError) => void>();

  constructor(size: number) {
    this.size = size;
  }

  register(files: readonly InputFile[]): void {
    this.#files = files;
    for (const worker of this.#workers) worker?.register(files, 3);
  }

  pin(files: readonly InputFile[]): void {
    this.#files = files;
    for (const worker of this.#workers) worker?.pin(files);
  }

  async call<Name extends CallName>(
    worker: number,
    name: Name,
    ...input: Input<Name>
  ): Promise<Output<Name>> {
    this.log.push(`${worker} ${name}`);
    const calls = this.#started(worker);
    const method = calls[name] as unknown as Method<Name>;
    // Like a message, an answer takes a while.
    const answer = new Promise<void>((resolve) => setTimeout(resolve)).then(() => method(...input));
    let stop: (error: DaytallyError) => void = () => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = reject;
    });
    this.#pending.add(stop);
    try {
      return await Promise.race([answer, stopped]);
    } catch (thrown) {
      const error = DaytallyError.from(thrown);
      if (error.code === pageCodes.crashed) this.#workers[worker] = undefined;
      throw error;
    } finally {
      this.#pending.delete(stop);
    }
  }

  start(): void {
    for (let worker = 0; worker < this.size; worker++) this.#started(worker);
  }

  renew(error: DaytallyError): void {
    this.#workers = [];
    for (const stop of this.#pending) stop(error);
  }

  #started(worker: number): Calls {
    const running = this.#workers[worker];
    if (running) return running;
    const calls = createCalls(fakeModule);
    calls.load({} as WebAssembly.Module, (report) => this.onReport?.(report), {
      tables: '',
      stores: '',
    });
    calls.register(this.#files, 3);
    this.#workers[worker] = calls;
    this.started += 1;
    return calls;
  }
}
