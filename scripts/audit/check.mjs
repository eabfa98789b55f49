// Checks third-party code: licenses, sources and security advisories.
import { checkCrates } from './crates.mjs';
import { checkPackages } from './packages.mjs';

/** Checks the crates and the npm packages; throws if one is not allowed. */
export async function audit(environment) {
  const env = environment.native;
  const faults = [...(await checkCrates(env)), ...(await checkPackages(env))];
  if (faults.length > 0) throw new Error(faults.join('; '));
}
