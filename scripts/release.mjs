// `npm run release`: builds all files of a release in release/, with checksums; publishes nothing.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPackage, folder as packageFolder } from './build/package.mjs';
import { packBinary, triple } from './release/binary.mjs';
import { setRepository } from './release/repository.mjs';
import { sbomOfCommand, sbomOfPackage } from './release/sbom.mjs';
import { buildWheel } from './release/wheel.mjs';
import { writeText } from './run/cache.mjs';
import { find } from './run/command.mjs';
import { project } from './run/environment.mjs';
import { main, must, step } from './run/step.mjs';
import { prepare } from './setup/all.mjs';
import { setUpPython } from './setup/python.mjs';

const folder = join(project, 'release');
const advice = 'correct what it reports, then run this command again.';
const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

await main(async () => {
  const options = { repository: { type: 'string' } };
  const { values } = parseArgs({ options });
  if (values.repository) setRepository(values.repository);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const environment = await prepare();
  await setUpPython(environment);
  const env = environment.native;
  const run = (command, args) => must(command, args, { env, cwd: project, advice });

  await buildPackage(environment);
  await step('the npm package', () =>
    run(find('npm') ?? 'npm', ['pack', packageFolder, '--pack-destination', folder]),
  );
  await step('the page', async () => {
    const name = `daytally-page-${version}`;
    cpSync(join(project, 'dist'), join(folder, name), { recursive: true });
    await run('tar', ['-czf', join(folder, `${name}.tgz`), '-C', folder, name]);
    rmSync(join(folder, name), { recursive: true });
  });
  await step('the crates', async () => {
    const target = join(project, 'target', 'crates');
    const options = ['--no-verify', '--allow-dirty', '--target-dir', target];
    await run('cargo', [
      'package',
      '-p',
      'daytally',
      '-p',
      'daytally-store',
      '-p',
      'daytally-cli',
      ...options,
    ]);
    for (const name of readdirSync(join(target, 'package')).filter((each) =>
      each.endsWith('.crate'),
    ))
      cpSync(join(target, 'package', name), join(folder, name));
  });
  await step('the wheel', () => buildWheel(env, folder));
  await step('the static binary', () => packBinary(env, folder, version));
  await step('the bills of materials', async () => {
    const bills = { command: await sbomOfCommand(env, triple), package: await sbomOfPackage(env) };
    for (const [name, bill] of Object.entries(bills))
      writeText(join(folder, `daytally-${name}-${version}.cdx.json`), bill);
  });
  const sums = readdirSync(folder).map((name) => {
    const bytes = readFileSync(join(folder, name));
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
  });
  writeText(join(folder, 'SHA256SUMS'), sums.join(''));
  console.log('Everything is in release/.');
});
