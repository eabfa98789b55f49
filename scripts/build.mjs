// `npm run build`: the page in dist/, ready for any static host.
import { main } from './run/step.mjs';
import { prepare } from './setup/all.mjs';

await main(async () => {
  await prepare();
});
