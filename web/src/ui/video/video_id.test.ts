import { expect, test } from 'vitest';
import { videoIdOf } from './video_id';

test.each([
  ['https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4', 'dQw4w9WgXcQ'],
  ['youtu.be/dQw4w9WgXcQ?si=x', 'dQw4w9WgXcQ'],
  ['https://youtube.com/shorts/dQw4w9WgXcQ', 'dQw4w9WgXcQ'],
  [' dQw4w9WgXcQ ', 'dQw4w9WgXcQ'],
  ['https://example.com/watch?v=dQw4w9WgXcQ', 'https://example.com/watch?v=dQw4w9WgXcQ'],
  ['an id with: blanks', 'an id with: blanks'],
])('the id in %s', (text, id) => {
  expect(videoIdOf(text)).toBe(id);
});
