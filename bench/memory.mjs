// The memory of a process and its descendants, from /proc; Linux only.
import { readdirSync, readFileSync } from 'node:fs';

const page = 4096;

/** Watches a process tree; `peak` is the maximum of its total memory, in bytes. */
export class Watch {
  #pid;
  #tree = [];
  #timers;
  #highest = new Map();
  #peak = 0;

  constructor(pid) {
    this.#pid = pid;
    this.#enumerate();
    // The members of the tree change rarely, and take longer to list.
    this.#timers = [
      setInterval(() => this.#enumerate(), 1000),
      setInterval(() => this.#sample(), 50),
    ];
  }

  /** The memory of the tree now; memory that two processes share is counted twice. */
  get now() {
    this.#enumerate();
    return this.#sample();
  }

  /** The maximum sampled since the start or the last reset. */
  get peak() {
    return this.#peak;
  }

  /** Forgets the samples so far. */
  reset() {
    this.#peak = 0;
    this.#highest.clear();
  }

  /**
   * Ends the watch and returns the peak. For a program without children, that is the kernel's
   * figure, which includes what happens between two samples.
   */
  stop() {
    for (const timer of this.#timers) clearInterval(timer);
    const [alone] = this.#highest.size === 1 ? this.#highest.values() : [0];
    return Math.max(this.#peak, alone) || undefined;
  }

  #enumerate() {
    const parents = new Map();
    for (const name of list('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const stat = read(`/proc/${name}/stat`);
      // The name in brackets may itself contain brackets.
      const parent = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    }
    const tree = [this.#pid];
    for (const pid of tree) tree.push(...(parents.get(pid) ?? []));
    this.#tree = tree;
  }

  #sample() {
    let sum = 0;
    for (const pid of this.#tree) {
      sum += Number(read(`/proc/${pid}/statm`)?.split(' ')[1] ?? 0) * page;
    }
    if (this.#tree.length === 1) {
      const highest = read(`/proc/${this.#pid}/status`)?.match(/^VmHWM:\s+(\d+) kB/m)?.[1];
      if (highest) this.#highest.set(this.#pid, Number(highest) * 1024);
    } else {
      for (const pid of this.#tree) this.#highest.set(pid, 0);
    }
    this.#peak = Math.max(this.#peak, sum);
    return sum;
  }
}

function list(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
