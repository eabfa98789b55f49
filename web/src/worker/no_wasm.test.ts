import { afterEach, expect, test, vi } from 'vitest';
import { DaytallyError } from '../errors';
import { noWasm } from './no_wasm';
import { compileModule } from './start';

afterEach(() => vi.unstubAllGlobals());

test('the error of a browser without WebAssembly names Lockdown Mode', async () => {
  expect(noWasm()).toBeUndefined();
  vi.stubGlobal('WebAssembly', undefined);
  expect(noWasm()).toMatchObject({
    code: 'not_loaded',
    message: expect.stringMatching(/no WebAssembly.*Lockdown Mode/),
  });
  const compiling = compileModule({ wasmUrl: 'https://page.example/m.wasm' });
  await expect(compiling).rejects.toMatchObject({ code: 'not_loaded' });
  // Other exceptions there are still errors with a code.
  expect(DaytallyError.from(new Error('x')).code).toBe('internal');
});

test('a policy that refuses to compile is named with what to add', () => {
  class Module {
    constructor() {
      throw new WebAssembly.CompileError('Refused to compile.');
    }
  }
  const { CompileError } = WebAssembly;
  vi.stubGlobal('WebAssembly', { Module, CompileError });
  expect(noWasm()).toMatchObject({
    code: 'not_loaded',
    message: expect.stringMatching(
      /found .*Refused to compile\. Add 'wasm-unsafe-eval' to its script-src\.$/,
    ),
  });
});
