// The environment that tools run in: what the machine has, plus what the set-up found.
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export class Environment {
  #dirs = [];
  #variables = {};
  #wasmDirs = [];
  #wasmVariables = {};

  /** Puts a directory before the others on PATH. */
  prepend(dir) {
    if (!this.#dirs.includes(dir)) this.#dirs.unshift(dir);
  }

  set(name, value) {
    this.#variables[name] = value;
  }

  /** Puts a directory before the others on PATH, only for builds for WebAssembly. */
  prependForWasm(dir) {
    if (!this.#wasmDirs.includes(dir)) this.#wasmDirs.unshift(dir);
  }

  /** Sets a variable only for builds for WebAssembly. */
  setForWasm(name, value) {
    this.#wasmVariables[name] = value;
  }

  get native() {
    const PATH = [...this.#dirs, process.env.PATH ?? ''].join(delimiter);
    return { ...process.env, ...this.#variables, PATH };
  }

  get wasm() {
    const { PATH, ...native } = this.native;
    // A folder of its own, so that builds for WebAssembly do not wait for those for this machine.
    const CARGO_TARGET_DIR = join(native.CARGO_TARGET_DIR ?? join(project, 'target'), 'web');
    const dirs = [...this.#wasmDirs, PATH].join(delimiter);
    return { ...native, CARGO_TARGET_DIR, ...this.#wasmVariables, PATH: dirs };
  }
}
