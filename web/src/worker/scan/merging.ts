import { SealedFile } from '../../disk/sealed_file';
import type { Engine, SpillFile, Summary } from '../../generated/daytally.js';
import type { Parts } from '../../rpc/calls';
import type { Spills } from './spills';

/** Merges this worker's fold into its share of the results, in memory or through files. */
export class Merging {
  readonly #engine: () => Engine;
  readonly #spills: Spills;

  constructor(engine: () => Engine, spills: Spills) {
    this.#engine = engine;
    this.#spills = spills;
  }

  async split(parts: number, own: number, spill: boolean): Promise<Parts> {
    if (!spill) return { streams: this.#engine().split(parts, own) };
    this.#engine().spill(await this.#spills.file('runs'));
    const file = await this.#spills.seal('runs');
    return { streams: this.#engine().splitRuns(parts), file };
  }

  async merge(parts: readonly Parts[]): Promise<void> {
    const into = anyFile(parts) ? await this.#spills.file('partitions') : undefined;
    await opened(parts, (streams, files) => {
      if (into) this.#engine().mergeRuns(streams, files, into);
      else this.#engine().merge(streams);
    });
  }

  async cut(samples: Uint8Array[], parts: number, own: number, spilled: boolean): Promise<Parts> {
    const streams = this.#engine().cut(samples, parts, spilled ? undefined : own);
    return spilled ? { streams, file: await this.#spills.seal('partitions') } : { streams };
  }

  async join(parts: readonly Parts[]): Promise<Summary> {
    const into = anyFile(parts) ? await this.#spills.file('results') : undefined;
    return await opened(parts, (streams, files) => this.#engine().join(streams, files, into));
  }
}

function anyFile(parts: readonly Parts[]): boolean {
  return parts.some(({ file }) => file !== undefined);
}

/** Works with every stream and the file that it refers to, if any; then closes the files. */
async function opened<T>(
  parts: readonly Parts[],
  work: (streams: Uint8Array[], files: SpillFile[]) => T,
): Promise<T> {
  const sealed: SealedFile[] = [];
  try {
    const files: SpillFile[] = [];
    for (const { streams, file } of parts) {
      if (!file) continue;
      const open = await SealedFile.open(file);
      sealed.push(open);
      files.push(...streams.map(() => open));
    }
    return work(
      parts.flatMap(({ streams }) => streams),
      files,
    );
  } finally {
    for (const file of sealed) file.close();
  }
}
