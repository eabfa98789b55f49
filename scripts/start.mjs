// `npm start`: builds the page and serves it. The page's content security policy allows requests to
// YouTube and to the origins of `--connect`.
import { parseArgs } from 'node:util';
import { project } from './run/environment.mjs';
import { main, SetupError } from './run/step.mjs';
import { prepare } from './setup/all.mjs';

await main(async () => {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: { port: text, host: text, connect: { ...text, multiple: true } },
  });
  process.env.DAYTALLY_CONNECT = ['https://www.googleapis.com', ...(values.connect ?? [])].join(
    ' ',
  );
  await prepare();
  const { preview } = await import('vite');
  const preferred = Number(values.port ?? 4173);
  const options = { port: preferred, strictPort: values.port !== undefined };
  if (values.host) options.host = values.host;
  const server = await preview({
    root: `${project}/web`,
    configFile: `${project}/vite.config.ts`,
    preview: options,
  }).catch((error) => {
    throw new SetupError(error.message, 'choose another port: `npm start -- --port 4200`.');
  });
  console.log('\nDaytally is served here (Ctrl+C ends it):');
  server.printUrls();
});
