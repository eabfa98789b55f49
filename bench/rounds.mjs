// Runs contestants in turn, round after round, so that other load on the machine affects them all.

/**
 * Calls each contestant, a function by its name, once in every round. Returns for each the median
 * of its seconds, all seconds in the order of the rounds, and the peak memory.
 */
export async function rounds(count, contestants, print = console.log) {
  const measured = new Map(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 1; round <= count; round += 1) {
    for (const [name, contest] of Object.entries(contestants)) {
      const found = await contest();
      measured.get(name).push(found);
      print(`  ${round}/${count} ${name.padEnd(12)} ${found.seconds.toFixed(2).padStart(8)} s`);
    }
  }
  const summaries = [...measured].map(([name, found]) => [name, summary(found)]);
  return Object.fromEntries(summaries);
}

/** Summarizes the measurements of one contestant. */
export function summary(found) {
  const all = found.map(({ seconds }) => round(seconds));
  const memory = highest(found.map(({ memory }) => memory));
  const wholes = found.map(({ whole }) => whole).filter((whole) => whole !== undefined);
  return {
    seconds: round(median(all)),
    all,
    ...(wholes.length > 0 && { whole: round(median(wholes)) }),
    ...(memory && { memoryMiB: Math.round(memory / 2 ** 20) }),
  };
}

/** Returns the middle value, or the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function highest(values) {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** Rounds to milliseconds. */
export function round(seconds) {
  return Math.round(seconds * 1000) / 1000;
}
