import type { Dataset, Role, RoleCheck, RunState } from '../../types';

/** Checks the first values of a column against a role. */
export type Check = (role: Role, column: string, format?: string) => Promise<RoleCheck>;

/** Kinds of values to check before a run, by role: text and numbers can be anything. */
const looked: Partial<Record<Role, readonly string[]>> = {
  createdDate: ['text', 'whole', 'float'],
  date: ['text', 'whole', 'float'],
  viewCount: ['text', 'float'],
};

/** How the first values of the chosen columns can be read, before all are read. */
export class ValueChecks {
  readonly #check: Check;
  #of: Dataset | undefined;
  #found: ReadonlyMap<Role, RoleCheck> = new Map();
  #looking: Promise<unknown> = Promise.resolve();

  constructor(check: Check) {
    this.#check = check;
  }

  get found(): ReadonlyMap<Role, RoleCheck> {
    return this.#found;
  }

  /** Checks the columns of another plan; resolves when it is done. */
  async note(run: RunState): Promise<void> {
    if (run.phase === 'footers' || run.phase === 'idle') this.#forget(undefined);
    if (run.phase !== 'ready' && run.phase !== 'questions') return;
    if (run.dataset === this.#of) return;
    this.#forget(run.dataset);
    const { plan, schema } = run.dataset;
    const unsure = plan.roles.filter(({ role, column }) => {
      const kinds = schema.find(({ name }) => name === column)?.kinds ?? [];
      return kinds.some((kind) => looked[role]?.includes(kind));
    });
    const of = run.dataset;
    this.#looking = Promise.all(
      unsure.map(({ role, column, dateFormat }) => this.#look(of, role, column, dateFormat)),
    );
    await this.#looking;
  }

  /** Resolves to whether all first values can be read. */
  async allRead(): Promise<boolean> {
    await this.#looking;
    return [...this.#found.values()].every(({ unread }) => unread.length === 0);
  }

  #forget(next: Dataset | undefined): void {
    this.#of = next;
    this.#found = new Map();
  }

  async #look(of: Dataset, role: Role, column: string, format?: string): Promise<void> {
    // A column that cannot be read now makes the run fail.
    const found = await this.#check(role, column, format).catch(() => undefined);
    if (!found || of !== this.#of) return;
    this.#found = new Map([...this.#found, [role, found]]);
  }
}
