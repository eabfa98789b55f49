import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { daytally } from './command';
import { readRows } from './job';

const zones = ['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kolkata', ':Asia/Kolkata'];
const fixtures = join(import.meta.dirname, '..', 'fixtures');
/** Inputs with days, instants and local times, with and without a zone. */
const inputs: [name: string, options: string[]][] = [
  ['sample', []],
  ['day_timestamp_us_utc', []],
  ['day_timestamp_us_local', []],
  ['zone_kolkata', ['--timezone', 'Asia/Kolkata']],
  // Includes the days on which New York changes its clocks.
  ['zone_new_york', ['--timezone', 'America/New_York']],
];
const root = mkdtempSync(join(tmpdir(), 'daytally-zones-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Returns the bytes of every file that the command writes in a zone. */
async function allFiles(name: string, options: string[], TZ: string) {
  const folder = mkdtempSync(join(root, 'all-'));
  const days = ['--run-date', '2023-04-19', '--end-date', '2023-04-18'];
  const args = [
    'all',
    join(fixtures, name, 'input'),
    '--combined',
    '--provider',
    'simulator',
    ...days,
    ...options,
  ];
  const { code, stderr } = await daytally([...args, '-o', folder], { TZ });
  expect(code, stderr).toBe(0);
  const files = readdirSync(folder).sort();
  return files.map((file) => [file, readFileSync(join(folder, file)).toString('base64')]);
}

test.each(inputs)('the zone of the system changes no result: %s', async (name, options) => {
  const expected = await allFiles(name, options, 'UTC');
  expect(expected.length).toBeGreaterThan(7);
  for (const zone of zones) {
    expect(await allFiles(name, options, zone), zone).toEqual(expected);
  }
});

/** Returns today's date in a zone according to JavaScript. */
function dayIn(zone: string): string {
  const timeZone = zone.replace(/^:/, '');
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date());
}

test.each(zones)('a snapshot has the date of today in the zone of the system: %s', async (zone) => {
  const output = join(mkdtempSync(join(root, 'today-')), 'snapshot.csv');
  const before = dayIn(zone);
  const provider = ['--provider', 'simulator'];
  const args = ['snapshot', join(fixtures, 'sample', 'input'), ...provider, '-o', output];
  const { code, stderr } = await daytally(args, { TZ: zone });
  expect(code, stderr).toBe(0);
  const dates = [...new Set(readRows(output).map(({ date }) => date))];
  expect(dates).toHaveLength(1);
  // Midnight may pass during the test.
  expect([before, dayIn(zone)]).toContain(dates[0]);
});

test('two zones always have different dates', () => {
  expect(dayIn('Pacific/Kiritimati') > dayIn('Etc/GMT+12')).toBe(true);
});
