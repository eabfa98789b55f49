import { expect, test } from 'vitest';
import { Remaining } from './remaining';

/**
 * Returns the estimates, each quarter of a second, of work whose share is a function of the
 * seconds.
 */
function estimates(share: (seconds: number) => number, until: number): (number | undefined)[] {
  const remaining = new Remaining();
  const steps = Array.from({ length: until * 4 }, (_, step) => (step + 1) / 4);
  return steps.map((seconds) => remaining.after(seconds, share(seconds)));
}

test('there is no estimate in the first second', () => {
  const all = estimates((seconds) => seconds / 20, 20);
  expect(all.slice(0, 3)).toEqual([undefined, undefined, undefined]);
  expect(all[3]).toBeCloseTo(19);
});

test('an even rate is counted down', () => {
  const all = estimates((seconds) => seconds / 20, 20).slice(3) as number[];
  for (const [step, left] of all.entries()) expect(left).toBeCloseTo(19 - step / 4);
});

test('bursts of work do not make it rise', () => {
  const bursts = (seconds: number) => Math.min(1, (Math.floor(seconds * 1.25) * 0.8) / 30);
  const all = estimates(bursts, 30).slice(8) as number[];
  for (let step = 1; step < all.length; step += 1) {
    expect(all[step]).toBeLessThanOrEqual(all[step - 1] as number);
  }
  expect(all[40]).toBeGreaterThan(12);
  expect(all[40]).toBeLessThan(24);
});

test('work that turns out three times slower is reported within some seconds', () => {
  const slower = (seconds: number) => (seconds < 5 ? seconds / 20 : 0.25 + (seconds - 5) / 60);
  const all = estimates(slower, 40) as number[];
  // After 15 seconds, 35 are left.
  expect(all[59]).toBeGreaterThan(25);
  expect(all[59]).toBeLessThan(46);
});

test('other work starts from the beginning', () => {
  const remaining = new Remaining();
  for (let seconds = 1; seconds < 9; seconds += 1) remaining.after(seconds, seconds / 10);
  expect(remaining.after(0.5, 0.001)).toBeUndefined();
  expect(remaining.after(2, 0.01)).toBeGreaterThan(60);
});
