import { defineConfig } from 'vite';

// The tests run under the policy that the page is meant to be served with: everything comes
// from its own place and nothing is sent anywhere. No headers for cross-origin isolation, since
// plain static hosts don't send them.
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "manifest-src 'self'",
].join('; ');

export default defineConfig({
  root: 'web',
  base: './',
  publicDir: 'public',
  cacheDir: '../node_modules/.vite',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // The polyfill would fetch modules a second time in browsers that know modulepreload.
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  preview: { headers: { 'Content-Security-Policy': policy } },
});
