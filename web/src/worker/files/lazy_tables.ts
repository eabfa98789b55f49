import type { Engine } from '../../generated/daytally.js';

/** What reads tables: a script and a module of its own, loaded when a table is opened. */
export class LazyTables {
  readonly engine: () => Engine;
  /** The URL of the module. */
  address = '';

  constructor(engine: () => Engine) {
    this.engine = engine;
  }

  async load() {
    const tables = await import('../tables/tables');
    await tables.loadTables(this.address);
    return tables;
  }
}
