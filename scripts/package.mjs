// `npm run package`: the npm package in package/, ready for `npm pack`.
import { buildPackage } from './build/package.mjs';
import { main } from './run/step.mjs';
import { prepare } from './setup/all.mjs';

await main(async () => {
  await buildPackage(await prepare({ page: false }));
  console.log('The package is in package/; `npm pack ./package` makes its tarball.');
});
