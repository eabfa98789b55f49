/**
 * Returns the position to which a key moves from another; undefined for other keys. Page Up and Page
 * Down go to the next of the marked positions (ascending), if there are any.
 */
export function positionAfter(
  key: string,
  at: number,
  last: number,
  marked: readonly number[] = [],
): number | undefined {
  const page = Math.max(1, Math.round(last / 20));
  const next = marked.find((each) => each > at) ?? at;
  const before = marked.findLast((each) => each < at) ?? at;
  const targets: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    PageUp: marked.length > 0 ? next : at + page,
    PageDown: marked.length > 0 ? before : at - page,
    Home: 0,
    End: last,
  };
  return targets[key];
}
