import type { Store } from '../../browser/storage';
import type { Role, SchemaColumn } from '../../types';
import type { Mapping } from '../../ui/setup/mapping';

const name = 'daytally.columns';
/** The maximum number of schemas to remember; the latest are kept. */
const maxSchemas = 50;
const roles: readonly Role[] = ['channelId', 'videoId', 'createdDate', 'date', 'viewCount'];

type Entry = readonly [schema: string, mapping: Mapping];

/** The columns that the user chose, by schema. */
export class KnownColumns {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Returns the choice for a schema, if there is one. */
  recall(schema: readonly SchemaColumn[]): Mapping | undefined {
    const key = schemaHash(schema);
    return this.#entries().find(([known]) => known === key)?.[1];
  }

  /** Remembers a choice; an empty one is forgotten. */
  remember(schema: readonly SchemaColumn[], mapping: Mapping): void {
    const key = schemaHash(schema);
    const others = this.#entries().filter(([known]) => known !== key);
    const named = Object.keys({ ...mapping.columns, ...mapping.dateFormats }).length;
    const nothing = named + mapping.omitRoles.length === 0;
    const next = nothing ? others : [[key, mapping] as const, ...others].slice(0, maxSchemas);
    if (!nothing || others.length < this.#entries().length) save(this.#store, name, next);
  }

  #entries(): Entry[] {
    const kept = readStored(this.#store, name);
    return Array.isArray(kept) ? kept.filter(isEntry) : [];
  }
}

/** Returns a hash of the names and types of all columns, in any order. */
export function schemaHash(schema: readonly SchemaColumn[]): string {
  const columns = schema.map(({ name, types }) => JSON.stringify([name, ...[...types].sort()]));
  const text = columns.sort().join('\n');
  // Two 32-bit FNV-1a hashes with different seeds: crypto.subtle exists only over https.
  return [0x811c9dc5, 0x1b873593]
    .map((begin) => {
      let hash = begin;
      for (const byte of new TextEncoder().encode(text)) {
        hash = Math.imul(hash ^ byte, 0x01000193);
      }
      return (hash >>> 0).toString(16).padStart(8, '0');
    })
    .join('');
}

function isEntry(value: unknown): value is Entry {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return false;
  const { columns, omitRoles, dateFormats = {} } = (value[1] ?? {}) as Partial<Mapping>;
  if (typeof columns !== 'object' || columns === null || !Array.isArray(omitRoles)) return false;
  if (typeof dateFormats !== 'object' || dateFormats === null) return false;
  const entries = [...Object.entries(columns), ...Object.entries(dateFormats)];
  const named = entries.every(([role, column]) => {
    return roles.includes(role as Role) && typeof column === 'string';
  });
  return named && omitRoles.every((role) => roles.includes(role));
}

/** Returns a stored value, from JSON; undefined if it is missing or unreadable. */
export function readStored(store: Store, name: string): unknown {
  try {
    const text = store.getItem(name);
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value. If the browser refuses, nothing is stored. */
export function save(store: Store, name: string, value: unknown): void {
  try {
    store.setItem(name, JSON.stringify(value));
  } catch {
    // Full, or refused; the page works without.
  }
}
