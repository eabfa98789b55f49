import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { contentPolicy } from './web/policy.ts';
import { configName, readConfig } from './web/src/embed/config.ts';

// The tests run under the policy that the page is meant to be served with. There are no headers for
// cross-origin isolation, because plain static hosts don't send them.
const connect = (process.env.DAYTALLY_CONNECT ?? '').split(/\s+/).filter(Boolean);

/** Serves the built page under its policy, which names the pages that may currently embed it. */
const policy: Plugin = {
  name: 'daytally-policy',
  configurePreviewServer({ middlewares }) {
    middlewares.use((_, response, next) => {
      response.setHeader('Content-Security-Policy', contentPolicy(connect, embedders()));
      next();
    });
  },
};

function embedders(): readonly string[] {
  try {
    return readConfig(readFileSync(join(import.meta.dirname, 'dist', configName), 'utf8')).origins;
  } catch {
    // The page reports what is wrong with the file in the console.
    return [];
  }
}

/**
 * Makes the service worker ignore frames: there, the page comes from its server, with the current
 * policy, which states the pages that may embed it.
 */
const frames: Plugin = {
  name: 'daytally-frames',
  apply: 'build',
  closeBundle: {
    order: 'post',
    sequential: true,
    handler() {
      const path = join(import.meta.dirname, 'dist', 'service-worker.js');
      const own = `addEventListener('fetch',(event)=>{const{mode,destination}=event.request;if(mode==='navigate'&&destination!=='document')event.respondWith(fetch(event.request))});`;
      writeFileSync(path, own + readFileSync(path, 'utf8'));
    },
  },
};

// Caches all of the page's files, so that it works offline. page.ts registers it.
const offline = VitePWA({
  filename: 'service-worker.js',
  injectRegister: false,
  // A new version waits until no tab runs the old one, which may still load parts of itself.
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
    // More than the size of the module with debug assertions, which `npm test` builds.
    maximumFileSizeToCacheInBytes: 16 * 1024 * 1024,
    // Names with a hash need no revision.
    dontCacheBustURLsMatching: /^assets\//,
    inlineWorkboxRuntime: true,
    sourcemap: false,
    skipWaiting: false,
    // Serves the first visit too, as soon as all files are cached. A tab of another version gets
    // none of them, because all files except the page itself have a hash in their names.
    clientsClaim: true,
    // The query holds only the state of the page, which is the same file for every query.
    ignoreURLParametersMatching: [/./],
    // Other URLs beside the page are not answered with the page.
    navigateFallback: null,
  },
});

/** Shortens templates of HTML and styles, which the minifier leaves as they are. */
const templates: Plugin = {
  name: 'daytally-templates',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('/web/src/') || !id.endsWith('.ts')) return undefined;
    const shorter = code
      .replace(/\bcss`[^`]*`/g, shortened)
      .replace(/\n[ \t]+/g, '\n')
      // Attributes on their own lines, and the ends of their tags.
      .replace(/\n(?=[@.?]?[a-z-]+=["$])/g, ' ')
      .replace(/\n(?=\/?>)/g, '');
    return { code: shorter, map: null };
  },
};

/**
 * Removes what the page does not need of Lit: lists of its versions, hooks for polyfills, and
 * styles for browsers that cannot adopt them, which are older than those that the page supports.
 */
const lit: Plugin = {
  name: 'daytally-lit',
  apply: 'build',
  transform(code, id) {
    if (!/node_modules\/(@lit|lit-(html|element))\//.test(id)) return undefined;
    const shorter = code
      .replace(/\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/, '0')
      .replace(/(?:\w+|globalThis)\.(?:\w+PolyfillSupport|litElementHydrateSupport)\b/g, '(void 0)')
      .replace(/\w+\.ShadowRoot&&.*?"replace"in CSSStyleSheet\.prototype/, '!0');
    return { code: shorter, map: null };
  },
};

/** Returns styles without comments and unneeded whitespace. */
function shortened(styles: string): string {
  return styles
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/([{;][a-z-]+): /g, '$1:');
}

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
    // The polyfill would fetch modules a second time in browsers that support modulepreload.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Code that is needed at the same time is one file, which compresses better than its parts.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // Code that only some visits need, soon after the start.
            {
              name: 'start',
              test: /web\/src\/(page\/(note|last_files|opened|pickers)|embed\/|frame\/|analyzer\/ended|results\/parts)/,
            },
            {
              name: 'stores',
              test: /web\/src\/ui\/stores/,
            },
            {
              name: 'elements',
              test: /node_modules\/(lit|@lit|comlink)|web\/src\/(ui\/(controls|text\/(amount|cell))|day|errors|visible)/,
            },
            // Code that is needed once data is open, without the code that opens it.
            {
              name: 'views',
              test: /web\/src\/(ui\/(?!(provider\/provider_fields|results\/(filter\/filter_fields|kinds|look)|run\/outcome_note|video\/video_id)\.)(small_table|copy_text|colours|day_field|menu|opened|text\/(coverage|csv)|calendar|channels|charts\/(?!(draw|paint|axes)\.)|diagnostics|files\/(dataset_view|urls_form)|messages|provider|results|run|setup|source|table|verdict|video)|run\/(provider\/(fetch_job|callback)|manifest)|results\/(export\/|decode))|node_modules\/@uwdata\/flechette/,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  plugins: [templates, lit, offline, frames, policy],
});
