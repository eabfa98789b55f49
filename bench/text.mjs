// Figures as text.

export function seconds(value) {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;
}

export function times(ratio) {
  return `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)} ×`;
}

/** Formats bytes in KiB, MiB or GiB. */
export function bytes(value) {
  const kibibytes = value / 1024;
  if (kibibytes < 1000) return `${Math.round(kibibytes)} KiB`;
  const mebibytes = kibibytes / 1024;
  if (mebibytes < 1000)
    return `${mebibytes < 10 ? mebibytes.toFixed(2) : Math.round(mebibytes)} MiB`;
  return `${(mebibytes / 1024).toFixed(1)} GiB`;
}

/** Formats columns of equal width, the first aligned left and the others right. */
export function columns(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  const cell = (text, at) => (at === 0 ? text.padEnd(widths[at]) : text.padStart(widths[at]));
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

/** Formats a table in Markdown. */
export function markdown([head, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
