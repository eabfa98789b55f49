// The check `fuzz`: every fuzz target over its seeds once, without a fuzzer.
import { open } from '../run/open.mjs';
import { writeSeeds } from './seeds.mjs';

/** Writes the seeds and runs the tests that read them; throws for a finding. */
export async function checkFuzzing(environment) {
  const env = { ...environment.native, DAYTALLY_SEEDS: writeSeeds(environment) };
  await open('cargo', ['test', '--workspace', '--test', 'seeds'], env);
}
