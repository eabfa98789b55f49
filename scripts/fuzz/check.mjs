// The check `fuzz`: runs every fuzz target once on each of its seeds, without a fuzzer.
import { open } from '../run/open.mjs';
import { writeSeeds } from './seeds.mjs';

/** Writes the seeds and runs the tests that read them; throws if one fails. */
export async function checkFuzzing(environment) {
  const env = { ...environment.native, DAYTALLY_SEEDS: writeSeeds(environment) };
  await open('cargo', ['test', '--workspace', '--test', 'seeds'], env);
}
