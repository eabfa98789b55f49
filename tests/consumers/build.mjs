// Builds the portals that use a bundler, with its default settings; runs in their install folder.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import webpack from 'webpack';

const root = import.meta.dirname;

await build({ root: join(root, 'vite'), base: './', configFile: false, logLevel: 'warn' });

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
