// What others' code the project has: licenses, sources, and what is known against it.
import { checkCrates } from './crates.mjs';
import { checkPackages } from './packages.mjs';

/** Looks at the crates and the npm packages; throws when one of them must not be there. */
export async function audit(environment) {
  const env = environment.native;
  const faults = [...(await checkCrates(env)), ...(await checkPackages(env))];
  if (faults.length > 0) throw new Error(faults.join('; '));
}
