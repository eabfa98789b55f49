import { expect, test } from 'vitest';
import { nextLook, worthLooking } from './so_far_pace';

test('requests are a second apart, and rarer if they take long', () => {
  expect(nextLook(0)).toBe(1000);
  expect(nextLook(12)).toBe(1000);
  expect(nextLook(50)).toBe(4000);
  for (const took of [1, 20, 300, 5000]) expect(took / nextLook(took)).toBeLessThanOrEqual(1 / 80);
});

test('a run that is soon over gets no request', () => {
  const progress = { totalBytes: 1000, rows: 0, totalRows: 0 };
  expect(worthLooking({ ...progress, seconds: 0.9, bytes: 10 })).toBe(false);
  expect(worthLooking({ ...progress, seconds: 1, bytes: 500 })).toBe(false);
  expect(worthLooking({ ...progress, seconds: 1, bytes: 300 })).toBe(true);
  expect(worthLooking({ ...progress, seconds: 9, bytes: 900 })).toBe(false);
  expect(worthLooking({ ...progress, seconds: 2, bytes: 0 })).toBe(false);
  expect(worthLooking({ ...progress, totalBytes: 0, seconds: 5, bytes: 0 })).toBe(false);
});
