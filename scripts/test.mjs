// `npm test` and `npm run test:all`: set up what is missing, run the checks, and sum up.
import { parseArgs } from 'node:util';
import { checks } from './run/checks.mjs';
import { Environment } from './run/environment.mjs';
import { runTasks, withNeeds } from './run/schedule.mjs';
import { main, SetupError } from './run/step.mjs';

/** Tasks in flight. Most use one and a half cores, so that two keep two cores busy. */
const slots = 2;

/** Returns the named checks, or those of the tier. */
function select({ all, only }) {
  if (only === undefined) return checks.filter((check) => all || check.quick);
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    const known = checks.map((check) => check.name).join(', ');
    throw new SetupError(`no check is called ${unknown.join(', ')}`, `choose from: ${known}.`);
  }
  return checks.filter((check) => names.includes(check.name));
}

function printSummary(rows) {
  for (const { name, tail } of rows.filter(({ tail }) => tail)) {
    console.log(`\n── the last lines of ${name}, which failed\n${tail}`);
  }
  console.log('\ncheck         outcome   seconds');
  for (const { name, outcome, seconds, note } of rows) {
    const time = seconds === undefined ? '' : seconds.toFixed(1);
    console.log(`${name.padEnd(14)}${outcome.padEnd(10)}${time.padStart(7)}  ${note}`.trimEnd());
  }
  const count = (outcome) => rows.filter((row) => row.outcome === outcome).length;
  console.log(`\n${count('passed')} passed, ${count('failed')} failed`);
}

await main(async () => {
  const options = { all: { type: 'boolean', default: false }, only: { type: 'string' } };
  const { values } = parseArgs({ options });
  const selected = select(values);
  const environment = new Environment();
  environment.set('DAYTALLY_TESTS', values.all ? 'all' : 'sample');
  const began = performance.now();
  const tasks = withNeeds(selected, environment);
  const rows = await runTasks(tasks, environment, selected.length > 1 ? slots : 1);
  printSummary(
    rows.filter(({ check, seconds, outcome }) => check || outcome === 'failed' || seconds > 5),
  );
  console.log(`${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
  return rows.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
});
