import { expect, test } from 'vitest';
import { readConfig } from './config';

test('origins are parsed, and absent lists are empty', () => {
  const origins = ['https://portal.example', 'http://intranet:8080'];
  expect(readConfig(JSON.stringify({ origins }))).toEqual({ origins, sources: [] });
  expect(readConfig('{}')).toEqual({ origins: [], sources: [] });
});

test.each([
  'null',
  '[]',
  '"https://portal.example"',
  '<!doctype html>',
  '',
  '{"origins": "https://portal.example"}',
  '{"origins": ["null"]}',
  '{"origins": ["*"]}',
  '{"origins": ["https://*.example"]}',
  '{"origins": ["https://a.example;script-src"]}',
  '{"origins": ["https://a.example,b.example"]}',
  '{"origins": ["https://portal.example/"]}',
  '{"origins": ["https://portal.example/path"]}',
  '{"origins": ["https://user@portal.example"]}',
  '{"origins": ["file://"]}',
  '{"origins": ["data:text/html,x"]}',
  '{"origins": [null]}',
  '{"origin": ["https://portal.example"]}',
  '{"sources": ["data.example"]}',
])('%s names no page', (text) => {
  expect(() => readConfig(text)).toThrow();
});
