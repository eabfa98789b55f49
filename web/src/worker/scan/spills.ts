import { directoryAt } from '../../disk/directory';
import { OwnFile } from '../../disk/spill_file';
import { DaytallyError, pageCodes } from '../../errors';
import type { Memory } from '../../rpc/calls';

/** The steps of a run that spill, each with a file of its own. */
type Step = 'runs' | 'partitions' | 'results';

/** The spill files of one worker, created when first needed. */
export class Spills {
  readonly #files = new Map<Step, OwnFile>();
  #memory: Memory | undefined;
  #written = 0;

  /** Begins a run; closes the files of an earlier one. */
  begin(memory: Memory): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
    this.#memory = memory;
    this.#written = 0;
  }

  /** Bytes written in this run. */
  get bytes(): number {
    return [...this.#files.values()].reduce((sum, { size }) => sum + size, this.#written);
  }

  /** Returns the file of a step. Rejects with a DaytallyError to be shown. */
  async file(step: Step): Promise<OwnFile> {
    const known = this.#files.get(step);
    if (known) return known;
    if (!this.#memory) throw new Error('begin must be called first');
    const { bytes, worker, folder } = this.#memory;
    const amount = `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB`;
    const cause = `The state of the videos has outgrown the ${amount} of memory that a worker has`;
    try {
      const file = await OwnFile.create(`${folder}/${step}`, `${worker}`, cause);
      this.#files.set(step, file);
      return file;
    } catch (thrown) {
      throw new DaytallyError(pageCodes.io, DaytallyError.from(thrown).message);
    }
  }

  /** Closes a step's file for writing. Returns its path, for every worker to read. */
  async seal(step: Step): Promise<string> {
    const file = await this.file(step);
    this.#written += file.size;
    this.#files.delete(step);
    file.close();
    return `${this.#memory?.folder}/${step}/${this.#memory?.worker}`;
  }

  /** Removes the files of a step that are no longer read, including the other workers'. */
  async remove(step: Step): Promise<void> {
    try {
      const folder = await directoryAt(this.#memory?.folder ?? '');
      await folder.removeEntry(step, { recursive: true });
    } catch {
      // What cannot be removed now is removed before the next run.
    }
  }
}
