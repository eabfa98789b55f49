import { expect, test } from 'vitest';
import { leftText, Pace, type Rate } from './pace';

const totals = { totalBytes: 1000e6, totalRows: 10e6 };

/** The rates, each quarter of a second, of a scan that has read a share by so many seconds. */
function rates(share: (seconds: number) => number, until: number): (Rate | undefined)[] {
  const pace = new Pace();
  const steps = Array.from({ length: until * 4 }, (_, step) => (step + 1) / 4);
  return steps.map((seconds) => {
    const read = share(seconds);
    return pace.after({ bytes: read * 1000e6, rows: read * 10e6, seconds, ...totals });
  });
}

test('there is no rate in the first second', () => {
  const all = rates((seconds) => seconds / 20, 2);
  expect(all.slice(0, 3)).toEqual([undefined, undefined, undefined]);
  expect(all[3]).toEqual({ bytesPerSecond: 50e6, rowsPerSecond: 500e3, left: 19 });
});

test('the remaining time matches the rate beside it', () => {
  // A slow beginning, which does not predict the rest.
  const slow = (seconds: number) => (seconds < 5 ? seconds / 100 : 0.05 + (seconds - 5) / 10);
  for (const [step, rate] of rates(slow, 12).entries()) {
    if (rate?.left === undefined) continue;
    const unread = (1 - slow((step + 1) / 4)) * 1000e6;
    expect(rate.left * rate.bytesPerSecond).toBeCloseTo(unread, 0);
  }
  expect(rates(slow, 12).at(-1)?.bytesPerSecond).toBeCloseTo(100e6);
});

test('a scan that stands still has no remaining time', () => {
  const all = rates((seconds) => Math.min(seconds, 2) / 20, 8);
  expect(all.at(-1)).toEqual({ bytesPerSecond: 0, rowsPerSecond: 0, left: undefined });
});

test('another scan begins again', () => {
  const pace = new Pace();
  for (let seconds = 1; seconds < 9; seconds += 1) {
    pace.after({ bytes: seconds * 1e6, rows: 1, seconds, ...totals });
  }
  expect(pace.after({ bytes: 1, rows: 1, seconds: 0.5, ...totals })).toBeUndefined();
  expect(pace.after({ bytes: 100e6, rows: 1, seconds: 2, ...totals })?.left).toBeCloseTo(13.5);
});

test('remaining times are whole', () => {
  expect([0.2, 6.4, 59.5, 200].map(leftText)).toEqual(['1 s', '7 s', '1 min 0 s', '3 min 20 s']);
});
