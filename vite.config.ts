import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { contentPolicy } from './web/policy.ts';
import { configName, readConfig } from './web/src/embed/config.ts';

// The tests run under the policy that the page is meant to be served with. No headers for
// cross-origin isolation, since plain static hosts don't send them.
const connect = (process.env.DAYTALLY_CONNECT ?? '').split(/\s+/).filter(Boolean);

/** Serves the built page under its policy, which names the pages that may embed it today. */
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
 * Has the service worker leave frames alone: the page comes from its server there, with the policy of
 * today that says which pages may embed it.
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
    // Above the module with debug assertions, which `npm test` builds.
    maximumFileSizeToCacheInBytes: 16 * 1024 * 1024,
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

/** Shortens templates of HTML and styles, which stay as they are when all else is minified. */
const templates: Plugin = {
  name: 'daytally-templates',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('/web/src/') || !id.endsWith('.ts')) return undefined;
    const shorter = code
      .replace(/\bcss`[^`]*`/g, shortened)
      .replace(/\n[ \t]+/g, '\n')
      // Attributes in lines of their own, and the ends of their tags.
      .replace(/\n(?=[@.?]?[a-z-]+=["$])/g, ' ')
      .replace(/\n(?=\/?>)/g, '');
    return { code: shorter, map: null };
  },
};

/**
 * Leaves out what Lit has for others: lists of its versions, hooks for polyfills, and styles for
 * browsers that cannot adopt them, which are older than those that the page supports.
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

/** Returns styles without comments and without blanks that separate nothing. */
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
    // The polyfill would fetch modules a second time in browsers that know modulepreload.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What is shown or done at one time is one file, which compresses better than its parts.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // What only some visits need soon after the start.
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
            // Everything that is shown or done once data is opened, without what opening it needs.
            {
              name: 'views',
              test: /web\/src\/(ui\/(?!(provider\/provider_fields|results\/(filter\/filter_fields|kinds|look)|run\/outcome_note|video\/video_id)\.)(small_table|copy_text|colours|day_field|menu|opened|text\/(coverage|csv)|calendar|channels|charts\/(?!(draw|paint|axes)\.)|diagnostics|files\/(dataset_view|addresses_form)|messages|provider|results|run|setup|source|table|verdict|video)|run\/(provider\/(fetch_job|callback)|manifest)|results\/(export\/|decode))|node_modules\/@uwdata\/flechette/,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  plugins: [templates, lit, offline, frames, policy],
});
