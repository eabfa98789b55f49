/** Returns a hint such as ` Did you mean "endDate"?`; an empty text if no name is near. */
export function suggestion(given: string, names: readonly string[]): string {
  const wanted = plain(given);
  // With two edits, half of a name of four letters may differ.
  const maxEdits = wanted.length < 5 ? 1 : 2;
  const near = names
    .map((name) => ({ name, edits: edits(wanted, plain(name)) }))
    .sort((a, b) => a.edits - b.edits)[0];
  return near && near.edits <= maxEdits ? ` Did you mean ${JSON.stringify(near.name)}?` : '';
}

/** Ignores case and the marks between words, the most frequent mistakes. */
function plain(name: string): string {
  return name
    .slice(0, 40)
    .toLowerCase()
    .replace(/[-_\s]/g, '');
}

/** Returns the number of letters to insert, remove or replace to turn one text into another. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, wanted] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
