import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeAccess, fakeStorage } from '../testing/fake_disk';
import { LedgerFile } from './ledger_file';
import { OwnFile } from './spill_file';

/** What Chromium returns from `write` at a full quota: -8 as an unsigned number. */
const minusEight = 4_294_967_288;

let access: FakeAccess;

beforeEach(() => {
  access = new FakeAccess();
  vi.stubGlobal('navigator', fakeStorage(access));
});
afterEach(() => vi.unstubAllGlobals());

/** Accepts so many bytes in total, then returns what a full disk returns. */
function full(room: number, returned: number) {
  let left = room;
  return (requested: number) => {
    const taken = Math.min(requested, left);
    left -= taken;
    return taken > 0 ? taken : returned;
  };
}

describe('a ledger', () => {
  test.each([minusEight, 0])('keeps no line if the disk is full: %s', async (returned) => {
    const ledger = await LedgerFile.open('x');
    ledger.append('{"first":1}\n');
    access.writing = full(5, returned);
    expect(() => ledger.append('{"second":2}\n')).toThrow(/not all bytes/);
    expect(access.text).toBe('{"first":1}\n');
    access.writing = (requested) => requested;
    ledger.append('{"second":2}\n');
    expect(access.text).toBe('{"first":1}\n{"second":2}\n');
  });

  test('overwrites a line that could not be removed', async () => {
    const ledger = await LedgerFile.open('x');
    ledger.append('{"first":1}\n');
    access.writing = full(5, minusEight);
    access.truncating = false;
    expect(() => ledger.append('{"second":2}\n')).toThrow(/not all bytes/);
    access.writing = (requested) => requested;
    ledger.append('{"second":2}\n');
    expect(access.text).toBe('{"first":1}\n{"second":2}\n');
  });

  test('is written in pieces if the disk takes only some of the bytes', async () => {
    const ledger = await LedgerFile.open('x');
    access.writing = (requested) => Math.min(requested, 3);
    ledger.append('{"first":1}\n');
    expect(access.text).toBe('{"first":1}\n');
  });

  test('keeps no line if the disk accepts bytes and loses them', async () => {
    const ledger = await LedgerFile.open('x');
    const write = access.write.bind(access);
    access.write = (from) => from.length;
    expect(() => ledger.append('{"first":1}\n')).toThrow(/not all bytes/);
    access.write = write;
    ledger.append('{"first":1}\n');
    expect(access.text).toBe('{"first":1}\n');
  });
});

test.each([minusEight, 0])('spilling fails on a full disk: %s', async (returned) => {
  const file = await OwnFile.create('folder', '0', 'The state is too large');
  access.writing = full(5, returned);
  const append = () => file.append(Uint8Array.of(1, 2, 3, 4, 5, 6, 7));
  expect(append).toThrow(/^The state is too large, and the disk, .* is full\. Free some disk/);
  expect(file.size).toBe(0);
  access.writing = (requested) => Math.min(requested, 2);
  expect(append()).toBe(0);
  const read = new Uint8Array(7);
  file.read(0, read);
  expect([...read]).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
