// `npm test`: sets up what is missing, runs every check, and sums up.
import { parseArgs } from 'node:util';
import { checks } from './run/checks.mjs';
import { Environment } from './run/environment.mjs';
import { main, printSetupError, SetupError } from './run/step.mjs';

const environment = new Environment();
const needed = new Map();

/** Sets something up once, however many checks need it. */
function ensure(need) {
  if (!needed.has(need)) needed.set(need, need(environment));
  return needed.get(need);
}

/** Runs one check; returns how it went and how long it and its set-up took. */
async function perform({ name, needs, run }) {
  console.log(`\n── ${name}`);
  const began = performance.now();
  const row = (outcome, note = '') => {
    const seconds = (performance.now() - began) / 1000;
    return { name, outcome, seconds, note };
  };
  try {
    for (const need of needs) await ensure(need);
    await run(environment);
    return row('passed');
  } catch (error) {
    if (error instanceof SetupError) printSetupError(error);
    const [note] = error.message.split('\n');
    if (!(error instanceof SetupError)) console.error(error.message);
    return row('failed', note);
  }
}

function select(only) {
  if (only === undefined) return checks;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    const all = checks.map((check) => check.name).join(', ');
    throw new SetupError(`no check is called ${unknown.join(', ')}`, `choose from: ${all}.`);
  }
  return checks.filter((check) => names.includes(check.name));
}

await main(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const selected = select(values.only);
  const rows = [];
  for (const check of selected) rows.push(await perform(check));
  for (const check of checks) {
    if (!selected.includes(check)) rows.push({ name: check.name, outcome: 'skipped', note: '' });
  }
  console.log('\ncheck         outcome   seconds');
  for (const { name, outcome, seconds, note } of rows) {
    const time = seconds === undefined ? '' : seconds.toFixed(1);
    console.log(`${name.padEnd(14)}${outcome.padEnd(10)}${time.padStart(7)}  ${note}`.trimEnd());
  }
  const count = (outcome) => rows.filter((row) => row.outcome === outcome).length;
  const sum = ['passed', 'failed', 'skipped'].map((outcome) => `${count(outcome)} ${outcome}`);
  console.log(`\n${sum.join(', ')}`);
  return count('failed') > 0 ? 1 : 0;
});
