import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

// The tests run under the policy that the page is meant to be served with: everything comes
// from its own place and nothing is sent anywhere, but to origins that are named, as providers are.
// No headers for cross-origin isolation, since plain static hosts don't send them.
const connect = ["'self'", ...(process.env.DAYTALLY_CONNECT ?? '').split(/\s+/)].join(' ').trim();
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  `connect-src ${connect}`,
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "manifest-src 'self'",
].join('; ');

// Keeps all of the page's files, so that it works without a network. page.ts registers it.
const offline = VitePWA({
  filename: 'service-worker.js',
  injectRegister: false,
  // A new version waits until no tab has the old one, which may yet load parts of itself.
  registerType: 'prompt',
  manifest: {
    name: 'Daytally',
    short_name: 'Daytally',
    description: 'Monthly views, missing days and a snapshot from Parquet files of daily views.',
    display: 'standalone',
    start_url: './',
    scope: './',
    theme_color: '#0f766e',
    background_color: '#fafaf8',
    icons: [{ src: './icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  },
  workbox: {
    globPatterns: ['**/*.{html,js,css,wasm,svg}'],
    maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
    // Names with a hash need no revision.
    dontCacheBustURLsMatching: /^assets\//,
    inlineWorkboxRuntime: true,
    sourcemap: false,
    skipWaiting: false,
    // The first visit has all files from then on. A tab of another version gets none of them by
    // this, since what is not the page itself has its hash in its name.
    clientsClaim: true,
    // The state in the page's address makes no other page of it.
    ignoreURLParametersMatching: [/./],
    // Whatever else lies beside the page is not the page.
    navigateFallback: null,
  },
});

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
  plugins: [offline],
  preview: { headers: { 'Content-Security-Policy': policy } },
});
