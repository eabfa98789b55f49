import { hasPrivateFiles } from '../storage';
import { directoryAt } from './directory';
import { visitFolder } from './visit';

/** Milliseconds between attempts to remove files that ended workers may still have open. */
const pauses = [0, 100, 500, 2000];

/** Where runs spill: a folder for each of them, which only a worker that spills makes. */
export class SpillFolders {
  readonly memory: number;
  #visit: string | undefined;
  #run = 0;

  /** `memory` is what a worker may take, in bytes, before it spills. */
  constructor(memory: number) {
    this.memory = memory;
  }

  /**
   * Returns the path of a folder for another run, or undefined where the browser gives this page no
   * private files. The folders of earlier runs are removed.
   */
  async next(): Promise<string | undefined> {
    if (!(await hasPrivateFiles())) return undefined;
    this.#visit = await visitFolder();
    void this.clear();
    this.#run += 1;
    return `${this.#visit}/spill-${this.#run}`;
  }

  /** Removes what the runs so far have spilled; their results can't be read afterwards. */
  async clear(): Promise<void> {
    const last = this.#run;
    if (!this.#visit || last === 0) return;
    for (const pause of pauses) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (await removed(this.#visit, last)) return;
    }
    // What is left is swept when the page is next opened.
  }
}

/** Removes the folders of runs up to `last`, and tells whether none is left. */
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
