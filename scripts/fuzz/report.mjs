/** Prints the results of fuzzing as a table. */
export function printReport(rows) {
  console.log('\ntarget      minutes  executions  coverage  findings');
  for (const { target, seconds, executions, coverage, findings } of rows) {
    const minutes = (seconds / 60).toFixed(1);
    const numbers = [
      minutes.padStart(7),
      String(executions).padStart(10),
      String(coverage).padStart(8),
    ];
    console.log(
      `${target.padEnd(12)}${numbers.join('  ')}  ${String(findings.length).padStart(8)}`,
    );
  }
  for (const { findings, output } of rows.filter((row) => row.findings.length > 0)) {
    console.log(`\n${output.trimEnd().split('\n').slice(-40).join('\n')}`);
    for (const finding of findings) console.log(`found: ${finding}`);
  }
}
