import {
  LedgerFile,
  LedgerMemory,
  type LedgerStore,
  ledgerBlob,
  removeLedger,
} from '../../disk/ledger_file';
import { DaytallyError, pageCodes } from '../../errors';
import type * as Wasm from '../../generated/daytally.js';
import type { LedgerAbout, LedgerUse, ServiceOptions } from '../../types/snapshot';
import type { Module } from '../module';

type LedgerModule = Pick<Module, 'Ledger' | 'ledgerName'>;

/** A ledger that a job has to itself, and its content when it was opened. */
export interface OpenLedger {
  readonly store: LedgerStore;
  readonly ledger: Wasm.Ledger;
  readonly runDate: string;
}

/** The ledgers of this browser, one for each provider and URL. */
export class Ledgers {
  readonly #wasm: LedgerModule;
  readonly #inMemory = new Map<string, LedgerMemory>();

  constructor(wasm: LedgerModule) {
    this.#wasm = wasm;
  }

  /** Opens a service's ledger for a job; creates one dated `runDate` if there is nothing to resume. */
  async open(options: ServiceOptions, runDate: string, use: LedgerUse): Promise<OpenLedger> {
    const store = await this.#store(this.#wasm.ledgerName(JSON.stringify(options)));
    try {
      if (use === 'restart') store.truncate(0);
      const ledger = this.#read(store) ?? this.#begin(store, options, runDate);
      ledger.mustBeOf(JSON.stringify(options));
      return { store, ledger, runDate: ledger.runDate() };
    } catch (thrown) {
      store.close();
      throw thrown;
    }
  }

  /** Returns what is known of a service's ledger; undefined without a ledger. */
  async about(options: ServiceOptions): Promise<LedgerAbout | undefined> {
    const blob = await this.blob(options);
    return blob && (await this.#about(blob)).about;
  }

  /** Returns the ledger of a service as a file; undefined without a ledger. */
  async blob(options: ServiceOptions): Promise<Blob | undefined> {
    const name = this.#wasm.ledgerName(JSON.stringify(options));
    return this.#inMemory.get(name)?.blob() ?? (await ledgerBlob(name));
  }

  /** Replaces a service's ledger by one from elsewhere. Rejects if it is another service's. */
  async load(options: ServiceOptions, blob: Blob): Promise<LedgerAbout> {
    const { ledger, about } = await this.#about(blob);
    ledger.mustBeOf(JSON.stringify(options));
    const store = await this.#store(this.#wasm.ledgerName(JSON.stringify(options)));
    try {
      store.truncate(0);
      await eachPiece(blob.slice(0, about.bytes), (text) => kept(store, text));
    } finally {
      store.close();
    }
    return about;
  }

  /** Deletes a service's ledger. */
  async forget(options: ServiceOptions): Promise<void> {
    const name = this.#wasm.ledgerName(JSON.stringify(options));
    this.#inMemory.delete(name);
    await removeLedger(name).catch((thrown) => {
      throw inUse(thrown);
    });
  }

  async #store(name: string): Promise<LedgerStore> {
    try {
      return await LedgerFile.open(name);
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'NoModificationAllowedError') {
        throw inUse(thrown);
      }
      // In a private window, the answers are lost with it, and the job reports that.
      const store = this.#inMemory.get(name) ?? new LedgerMemory();
      this.#inMemory.set(name, store);
      return store;
    }
  }

  /** Parses a store, without a line that a crash cut short; undefined if it is empty. */
  #read(store: LedgerStore): Wasm.Ledger | undefined {
    const ledger = new this.#wasm.Ledger();
    let ended = false;
    let bytes = 0;
    for (const piece of store.pieces()) {
      ledger.push(piece);
      ended ||= piece.includes(newline);
      bytes += piece.length;
    }
    if (!ended) {
      if (bytes > 0) store.truncate(0);
      return undefined;
    }
    const whole = ledger.finish();
    if (whole < bytes) store.truncate(whole);
    return ledger;
  }

  #begin(store: LedgerStore, options: ServiceOptions, runDate: string): Wasm.Ledger {
    const ledger = this.#wasm.Ledger.begin(JSON.stringify(options), runDate);
    kept(store, ledger.firstLine());
    return ledger;
  }

  async #about(blob: Blob): Promise<{ ledger: Wasm.Ledger; about: LedgerAbout }> {
    const ledger = new this.#wasm.Ledger();
    for (const stream = blob.stream().getReader(); ; ) {
      const { done, value } = await stream.read();
      if (done) break;
      ledger.push(value);
    }
    const bytes = ledger.finish();
    return { ledger, about: { runDate: ledger.runDate(), known: ledger.size(), bytes } };
  }
}

const newline = 10;

/** Appends to a ledger before a job; throws a DaytallyError if it cannot be written. */
function kept(store: LedgerStore, text: string): void {
  try {
    store.append(text);
  } catch (thrown) {
    const message = `The answers cannot be saved (${thrown}). Free some disk, then try again.`;
    throw new DaytallyError(pageCodes.io, message);
  }
}

async function eachPiece(blob: Blob, take: (text: string) => void): Promise<void> {
  for (const stream = blob.stream().pipeThrough(new TextDecoderStream()).getReader(); ; ) {
    const { done, value } = await stream.read();
    if (done) return;
    take(value);
  }
}

function inUse(thrown: unknown): DaytallyError {
  const message = `Another tab is fetching from this provider. Stop it there first (${thrown}).`;
  return new DaytallyError(pageCodes.io, message);
}
