import { hasPrivateFiles } from '../browser/storage';
import { directoryAt } from './directory';
import { visitFolder } from './visit';

/** Milliseconds between attempts to remove files that ended workers may still have open. */
const pauses = [0, 100, 500, 2000];

/** Runs that several analyzers of this visit have begun. */
let begun = 0;

/** The folders that an analyzer's runs spill to, created only by a worker that spills. */
export class SpillFolders {
  readonly memory: number;
  #visit: string | undefined;
  readonly #names = new Set<string>();

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
    begun += 1;
    const name = `spill-${begun}`;
    this.#names.add(name);
    return `${this.#visit}/${name}`;
  }

  /** Removes the spill files of all runs so far; their results cannot be read afterwards. */
  async clear(): Promise<void> {
    const names = [...this.#names];
    if (!this.#visit || names.length === 0) return;
    for (const pause of pauses) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (await removed(this.#visit, names)) {
        for (const name of names) this.#names.delete(name);
        return;
      }
    }
    // The next visit removes the rest.
  }
}

/** Removes folders of a visit. Returns whether none is left. */
async function removed(visit: string, names: readonly string[]): Promise<boolean> {
  try {
    const folder = await directoryAt(visit);
    let gone = true;
    for await (const name of folder.keys()) {
      if (!names.includes(name)) continue;
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
