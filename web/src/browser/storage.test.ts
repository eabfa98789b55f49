import { afterEach, expect, test, vi } from 'vitest';
import { newId } from './new_id';
import { hasPrivateFiles, locks, privateRoot, serviceWorkers, settings } from './storage';

afterEach(() => vi.unstubAllGlobals());

/** An object of which every property throws when it is read. */
function blocked(): object {
  const get = () => {
    throw new DOMException('blocked', 'SecurityError');
  };
  return new Proxy({}, { get });
}

test('an API that may not even be read counts as missing', async () => {
  const refused = () => Promise.reject(new DOMException('no', 'SecurityError'));
  const kinds = [blocked(), {}, { storage: {} }, { storage: { getDirectory: refused } }];
  for (const navigator of kinds) {
    vi.stubGlobal('navigator', navigator);
    expect(locks()).toBeUndefined();
    expect(serviceWorkers()).toBeUndefined();
    expect(await hasPrivateFiles()).toBe(false);
    await expect(privateRoot()).rejects.toBeInstanceOf(Error);
  }
});

test('settings stay in memory if the browser stores none', () => {
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
  settings().setItem('a', '1');
  expect(settings().getItem('a')).toBe('1');
  expect(settings().getItem('b')).toBeNull();
  Reflect.deleteProperty(globalThis, 'localStorage');
});

test('ids need no secure context and are unique', () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const ids = Array.from({ length: 100 }, newId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
});
