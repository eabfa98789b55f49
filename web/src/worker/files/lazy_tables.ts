import type { Engine } from '../../generated/daytally.js';

/** Reads tables with a separate script and module, loaded when a table is opened. */
export class LazyTables {
  readonly engine: () => Engine;
  /** The URL of the module. */
  url = '';

  constructor(engine: () => Engine) {
    this.engine = engine;
  }

  async load() {
    const tables = await import('../tables/tables');
    await tables.loadTables(this.url);
    return tables;
  }
}
