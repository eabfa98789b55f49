import { afterEach, expect, test, vi } from 'vitest';
import { today } from './day';

afterEach(() => vi.unstubAllEnvs());

// Around midnight in each, and where the clocks of Los Angeles change.
const moments = [
  '2023-03-12T09:59:59Z',
  '2023-03-12T10:00:00Z',
  '2023-11-05T08:59:59Z',
  '2023-04-18T09:59:59Z',
  '2023-04-18T10:00:00Z',
  '2023-04-18T18:29:59Z',
  '2023-04-18T18:30:00Z',
  '2024-01-01T07:59:59Z',
];

test.each(['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kolkata'])(
  'today in %s is the day of its calendar',
  (timeZone) => {
    vi.stubEnv('TZ', timeZone);
    for (const moment of moments.map((text) => new Date(text))) {
      // Sweden writes a day as ISO 8601 does.
      const written = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(moment);
      expect(today(moment), moment.toISOString()).toBe(written);
    }
  },
);
