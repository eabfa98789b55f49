// Builds the portals that use a bundler, with its default settings; runs in their install folder.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { compile } from 'svelte/compiler';
import { build } from 'vite';
import webpack from 'webpack';

const root = import.meta.dirname;

const plain = { base: './', configFile: false, logLevel: 'warn' };
for (const portal of ['vite', 'vue']) await build({ ...plain, root: join(root, portal) });

const svelte = {
  name: 'svelte',
  transform: (code, filename) =>
    filename.endsWith('.svelte') ? compile(code, { filename }).js : undefined,
};
await build({ ...plain, root: join(root, 'svelte'), plugins: [svelte] });

// For portals without a bundler, and for esbuild, the package's command copies the files.
const command = join(root, 'node_modules', '.bin', 'daytally');
execFileSync(command, ['site', join(root, 'site')]);
const bundled = join(root, 'esbuild', 'dist');
execFileSync(command, ['assets', bundled]);
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['esbuild/main.js'],
  outdir: bundled,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
});
copyFileSync(join(root, 'esbuild', 'index.html'), join(bundled, 'index.html'));

// Renders the React page as a server does; the browser hydrates it.
const react = join(root, 'react');
await build({ ...plain, root: react });
await build({ ...plain, root: react, build: { ssr: 'server.jsx', outDir: 'server' } });
const { html } = await import(pathToFileURL(join(react, 'server', 'server.js')));
const page = join(react, 'dist', 'index.html');
writeFileSync(page, readFileSync(page, 'utf8').replace('<!--rendered-->', html));

const stats = await promisify(webpack)({
  mode: 'production',
  context: join(root, 'webpack'),
  entry: './main.js',
  output: { path: join(root, 'webpack', 'dist'), clean: true },
  // The WebAssembly module exceeds webpack's size hints.
  performance: { hints: false },
});
if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
copyFileSync(join(root, 'webpack', 'index.html'), join(root, 'webpack', 'dist', 'index.html'));
