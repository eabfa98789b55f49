// Runs one fuzz target for a limited time, and collects its results.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { fuzzed, targets } from './targets.mjs';

/** An input that takes more seconds or more mebibytes than these is a finding. */
const timeout = 10;
const memory = 1_024;
/** The limits as options of libFuzzer. */
const limits = [`-timeout=${timeout}`, `-rss_limit_mb=${memory}`];
/** A target stops after this many findings, because most have the same cause. */
const maxFindings = 10;

/**
 * Fuzzes a target for a number of seconds; continues after a finding. `corpus` is the folder for
 * inputs that reach new code, and `first` the folder of the seeds.
 */
export async function fuzz(environment, { programs, target, seconds, corpus, first, seed }) {
  const findings = fuzzed(environment, 'findings', target);
  mkdirSync(corpus, { recursive: true });
  mkdirSync(findings, { recursive: true });
  const known = new Set(readdirSync(findings));
  const outcome = { target, seconds: 0, executions: 0, coverage: 0, findings: [], output: '' };
  while (outcome.seconds < seconds && outcome.findings.length < maxFindings) {
    const args = [
      ...[corpus, first, `-max_total_time=${Math.ceil(seconds - outcome.seconds)}`],
      ...[`-max_len=${targets.get(target)}`, ...limits],
      ...[`-artifact_prefix=${findings}/`, '-print_final_stats=1'],
      ...(seed === undefined ? [] : [`-seed=${seed}`]),
    ];
    const ended = await run(join(programs, target), args, {
      env: quiet(environment),
      cwd: project,
    });
    outcome.seconds += ended.seconds;
    outcome.executions += number(ended.output, /stat::number_of_executed_units:\s+(\d+)/g);
    outcome.coverage = Math.max(outcome.coverage, number(ended.output, /\bcov: (\d+)/g));
    if (ended.ok) break;
    const found = readdirSync(findings).filter((name) => !known.has(name));
    for (const name of found) known.add(name);
    outcome.findings.push(...found.map((name) => join(findings, name)));
    outcome.output = ended.output;
    // A target that fails without a failing input would fail again.
    if (found.length === 0) {
      outcome.findings.push(`${target} ended with ${ended.code}`);
      break;
    }
  }
  return outcome;
}

/** Returns the last number that a pattern matches, or 0. */
function number(text, pattern) {
  return Number([...text.matchAll(pattern)].at(-1)?.[1] ?? 0);
}

/** LeakSanitizer needs ptrace, which containers forbid. */
function quiet(environment) {
  const options = 'detect_leaks=0:detect_odr_violation=0:quarantine_size_mb=16';
  return { ...environment.native, ASAN_OPTIONS: options };
}
