import { expect, test } from 'vitest';
import { byteRange, spanRange } from './range';

test('spans of time are about so long', () => {
  const text = (least: number, most: number) => spanRange({ least, most });
  expect(text(0.2, 0.9)).toBe('less than 1 s');
  expect(text(1.96, 4.4)).toBe('about 2–4 s');
  expect(text(10.6, 21.3)).toBe('about 11–21 s');
  expect(text(70, 300)).toBe('about 1–5 min');
  expect(text(3000, 9000)).toBe('about 0.8–3 h');
  expect(text(2.1, 2.2)).toBe('about 2 s');
});

test('amounts of memory are about so much', () => {
  const text = (least: number, most: number) => byteRange({ least, most });
  expect(text(40.4e6, 84.4e6)).toBe('40–84 MB');
  expect(text(261e6, 694e6)).toBe('260–690 MB');
  expect(text(700e6, 2.44e9)).toBe('700 MB–2.4 GB');
  expect(text(16e6, 16.2e6)).toBe('16 MB');
});
