// The environment that tools run in: what the machine has, plus what the set-up found.
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export class Environment {
  #added = [];
  #variables = {};
  #wasm = {};

  /** Puts a directory before the others on PATH. */
  prepend(dir) {
    if (!this.#added.includes(dir)) this.#added.unshift(dir);
  }

  set(name, value) {
    this.#variables[name] = value;
  }

  /** Sets a variable only for builds for WebAssembly. */
  setForWasm(name, value) {
    this.#wasm[name] = value;
  }

  get native() {
    const path = [...this.#added, process.env.PATH ?? ''].join(delimiter);
    return { ...process.env, ...this.#variables, PATH: path };
  }

  get wasm() {
    return { ...this.native, ...this.#wasm };
  }
}
