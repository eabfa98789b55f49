import { expect, test } from 'vitest';
import type { Dataset } from '../types';
import { forecast } from './forecast';
import type { PastRun } from './past_runs';

const machine = { workers: 2, memory: 512 * 2 ** 20 };

/** What the plans and the runs of the benchmark's files were, with two workers in Chromium. */
const measured = [
  {
    name: 'clustered-10m',
    rows: 9_889_391,
    bytes: 30_200_573,
    estimate: 18_790_240,
    most: 56_872,
    seconds: 0.61,
    memory: 40_042_496,
  },
  {
    name: 'daily-10m',
    rows: 9_889_391,
    bytes: 71_940_402,
    estimate: 18_790_240,
    most: 2_528_523,
    seconds: 0.75,
    memory: 55_574_528,
  },
  {
    name: 'clustered-100m',
    rows: 99_078_932,
    bytes: 302_352_911,
    estimate: 188_250_480,
    most: 568_684,
    seconds: 3.55,
    memory: 313_655_296,
  },
  {
    name: 'daily-100m',
    rows: 99_078_932,
    bytes: 1_773_755_963,
    estimate: 188_250_480,
    most: 94_109_549,
    seconds: 15.9,
    memory: 670_433_280,
  },
] as const;

type Measured = { [Key in keyof (typeof measured)[0]]: Key extends 'name' ? string : number };

function dataset({ rows, bytes, estimate, most }: Omit<Measured, 'name'>): Dataset {
  const days = { firstDay: '2021-02-09', lastDay: '2023-04-18' };
  const plan = { rows, bytes, files: [0], memoryEstimateBytes: estimate, ...days };
  const videos = { least: Math.ceil(rows / 799), most };
  return { plan, videos } as unknown as Dataset;
}

function past({ rows, bytes, seconds }: Omit<Measured, 'name'>, slower = 1): PastRun {
  return { files: 1, rows, bytes, workers: 2, seconds: seconds * slower };
}

test.each(measured)('$name took what is foretold', (run) => {
  const found = forecast(dataset(run), machine, []);
  expect(found?.by).toBe('default');
  expect(run.memory).toBeGreaterThanOrEqual(found?.memory?.least ?? Number.NaN);
  expect(run.memory).toBeLessThanOrEqual(found?.memory?.most ?? Number.NaN);
  // A little under the least is no lie to somebody who is told "about".
  expect(run.seconds).toBeGreaterThan(0.9 * (found?.seconds.least ?? Number.NaN));
  expect(run.seconds).toBeLessThan(1.4 * (found?.seconds.most ?? Number.NaN));
});

test.each(measured)('$name is foretold by an earlier run of its like', (run) => {
  const others = measured.filter((each) => each !== run).map((each) => past(each, 3));
  const found = forecast(dataset(run), machine, [...others, past(run, 3)]);
  expect(found?.by).toBe('runs');
  expect(run.seconds * 3).toBeGreaterThan(found?.seconds.least ?? Number.NaN);
  expect(run.seconds * 3).toBeLessThan(found?.seconds.most ?? Number.NaN);
});

test('small runs do not make a machine out to be slow', () => {
  const [small, , large] = measured;
  const found = forecast(dataset(large), machine, [past({ ...small, bytes: 60e6 }, 5)]);
  expect(found?.seconds.least).toBeLessThan(large.seconds);
  expect(found?.seconds.most).toBeGreaterThan(large.seconds);
});

test('nothing is foretold of nothing, and no memory where no days are known', () => {
  const [run] = measured;
  const known = dataset(run);
  expect(forecast(dataset({ ...run, rows: 0 }), machine, [])).toBeUndefined();
  const { firstDay: _, lastDay: __, ...plan } = known.plan;
  expect(forecast({ ...known, plan }, machine, [])?.memory).toBeUndefined();
});

test('no more memory is foretold than the workers take before they go to disk', () => {
  const run = { ...measured[3], estimate: 50e9 };
  const found = forecast(dataset(run), machine, []);
  expect(found?.limit).toBe(2 ** 30);
  expect(found?.memory?.most).toBeLessThan(1.5 * 2 ** 30);
});
