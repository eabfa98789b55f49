import { SealedFile } from '../disk/spill_file';
import type { Engine, SpillFile, Summary } from '../generated/daytally.js';
import type { Parts } from '../rpc/calls';
import type { Spills } from './spills';

/** From what this worker folded to its share of the results, in memory or by way of files. */
export class Merging {
  readonly #engine: () => Engine;
  readonly #spills: Spills;

  constructor(engine: () => Engine, spills: Spills) {
    this.#engine = engine;
    this.#spills = spills;
  }

  async split(parts: number, spill: boolean): Promise<Parts> {
    if (!spill) return { streams: this.#engine().split(parts) };
    this.#engine().spill(await this.#spills.file('runs'));
    const file = await this.#spills.seal('runs');
    return { streams: this.#engine().splitRuns(parts), file };
  }

  async merge(parts: readonly Parts[]): Promise<void> {
    const { streams, files } = flat(parts);
    if (files.length === 0) return this.#engine().merge(streams);
    this.#engine().mergeRuns(streams, files, await this.#spills.file('partitions'));
  }

  async cut(samples: Uint8Array[], parts: number, spilled: boolean): Promise<Parts> {
    const streams = this.#engine().cut(samples, parts);
    return spilled ? { streams, file: await this.#spills.seal('partitions') } : { streams };
  }

  async join(parts: readonly Parts[]): Promise<Summary> {
    const { streams, files } = flat(parts);
    const into = files.length > 0 ? await this.#spills.file('results') : undefined;
    return this.#engine().join(streams, files, into);
  }
}

/** Every stream, and for each the file that it speaks of, if it does. */
function flat(parts: readonly Parts[]): { streams: Uint8Array[]; files: SpillFile[] } {
  const files = parts.flatMap(({ streams, file }) => {
    const sealed = file && new SealedFile(file);
    return sealed ? streams.map(() => sealed) : [];
  });
  return { streams: parts.flatMap(({ streams }) => streams), files };
}
