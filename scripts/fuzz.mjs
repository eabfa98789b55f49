// `npm run fuzz`: the fuzz targets, one after the other.
import { parseArgs } from 'node:util';
import { buildTargets } from './fuzz/build.mjs';
import { printReport } from './fuzz/report.mjs';
import { fuzz } from './fuzz/run.mjs';
import { writeSeeds } from './fuzz/seeds.mjs';
import { fuzzed, select } from './fuzz/targets.mjs';
import { Environment } from './run/environment.mjs';
import { main, SetupError } from './run/step.mjs';
import { setUpCargoFuzz } from './setup/rust/cargo-fuzz.mjs';

await main(async () => {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '10' }, target: { type: 'string' } },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0))
    throw new SetupError(`--minutes ${values.minutes} is not a duration`, 'give a number.');
  const chosen = select(values.target);
  const environment = new Environment();
  await setUpCargoFuzz(environment);
  const { programs, sanitizer } = await buildTargets(environment);
  const seeds = writeSeeds(environment);
  console.log(`sanitizer: ${sanitizer}`);
  const rows = [];
  for (const target of chosen) {
    const seconds = (minutes * 60) / chosen.length;
    const corpus = fuzzed(environment, 'corpus', target);
    const first = `${seeds}/${target}`;
    rows.push(await fuzz(environment, { programs, target, seconds, corpus, first }));
    const { executions, coverage, findings } = rows.at(-1);
    console.log(
      `${target}: ${executions} executions, coverage ${coverage}, ${findings.length} findings`,
    );
  }
  printReport(rows);
  return rows.some((row) => row.findings.length > 0) ? 1 : 0;
});
