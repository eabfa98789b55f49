import { expect, test } from 'vitest';
import { positionAfter } from './position';

test('Page Up and Page Down go from mark to mark, or by a share of the positions', () => {
  expect(positionAfter('PageUp', -1, 100, [3, 40])).toBe(3);
  expect(positionAfter('PageUp', 3, 100, [3, 40])).toBe(40);
  expect(positionAfter('PageUp', 40, 100, [3, 40])).toBe(40);
  expect(positionAfter('PageDown', 39, 100, [3, 40])).toBe(3);
  expect(positionAfter('PageUp', 10, 100)).toBe(15);
  expect(positionAfter('PageDown', 10, 100)).toBe(5);
  expect(positionAfter('a', 10, 100, [3])).toBeUndefined();
});
