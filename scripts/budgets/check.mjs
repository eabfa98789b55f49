// Fails when the built page is larger than its budgets allow.

import { print } from '../run/log.mjs';
import { budgets, sizes } from './sizes.mjs';

/** Prints each size beside its budget; throws if one is exceeded. */
export async function checkSizes() {
  const found = await sizes();
  const over = [];
  for (const { name, what, budget, target } of budgets) {
    const share = `${((found[name] / budget) * 100).toFixed(1)} % of ${budget}`;
    const aim = target < budget ? `, target ${target}` : '';
    print(`${what}: ${found[name]} bytes, ${share}${aim}`);
    if (found[name] > budget) over.push(`${what} has ${found[name]} bytes, more than ${budget}`);
  }
  if (over.length > 0) throw new Error(`${over.join('; ')} (budgets.json)`);
}
