import { hasPrivateFiles } from '../browser/storage';
import { directoryAt } from './directory';
import { visitFolder } from './visit';

/** Milliseconds between attempts to remove files that ended workers may still have open. */
const pauses = [0, 100, 500, 2000];

/** The folders that runs spill to, created only by a worker that spills. */
export class SpillFolders {
  readonly memory: number;
  #visit: string | undefined;
  #run = 0;

  /** `memory` is how many bytes a worker may take before it spills. */
  constructor(memory: number) {
    this.memory = memory;
  }

  /**
   * Returns the path of a folder for another run, or undefined if the browser gives this page no
   * private files. Removes the folders of earlier runs.
   */
  async next(): Promise<string | undefined> {
    if (!(await hasPrivateFiles())) return undefined;
    this.#visit = await visitFolder();
    void this.clear();
    this.#run += 1;
    return `${this.#visit}/spill-${this.#run}`;
  }

  /** Removes the spill files of all runs so far; their results cannot be read afterwards. */
  async clear(): Promise<void> {
    const last = this.#run;
    if (!this.#visit || last === 0) return;
    for (const pause of pauses) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (await removed(this.#visit, last)) return;
    }
    // The next visit removes the rest.
  }
}

/** Removes the folders of runs up to `last`. Returns whether none is left. */
async function removed(visit: string, last: number): Promise<boolean> {
  try {
    const folder = await directoryAt(visit);
    let gone = true;
    for await (const name of folder.keys()) {
      const run = Number(/^spill-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
      if (!(run <= last)) continue;
      await folder.removeEntry(name, { recursive: true }).catch(() => {
        gone = false;
      });
    }
    return gone;
  } catch {
    // No run has spilled.
    return true;
  }
}
