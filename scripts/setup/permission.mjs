// Whether set-up may install software outside the project and its cache.
import { SetupError } from '../run/step.mjs';

const name = 'DAYTALLY_INSTALL';

/** Returns whether the user allows it: `DAYTALLY_INSTALL=no` turns it off. */
export function mayInstall() {
  const value = process.env[name] || 'yes';
  if (value === 'yes' || value === 'no') return value === 'yes';
  throw new SetupError(`${name} is "${value}"`, 'set it to yes or no.');
}
