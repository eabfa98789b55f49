/** Returns the position to which a key moves from another; undefined for other keys. */
export function positionAfter(key: string, at: number, last: number): number | undefined {
  const page = Math.max(1, Math.round(last / 20));
  const targets: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    PageUp: at + page,
    PageDown: at - page,
    Home: 0,
    End: last,
  };
  return targets[key];
}
