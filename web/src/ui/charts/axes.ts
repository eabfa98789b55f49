import type uPlot from 'uplot';
import type { Colours } from '../colours';
import type { Drawing } from './drawing';

export const compact = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  maximumFractionDigits: 1,
});

/** Returns what both axes share. */
export function axisOf(colours: Colours) {
  return {
    stroke: colours('--quiet'),
    grid: { stroke: colours('--line'), width: 1 },
    ticks: { stroke: colours('--line'), width: 1 },
    font: '12px system-ui, sans-serif',
  };
}

/** Returns the axis of positions. */
export function xAxis(drawing: () => Drawing, colours: Colours, labels: boolean): uPlot.Axis {
  const steps = drawing().style === 'steps';
  return {
    ...axisOf(colours),
    grid: { show: false },
    incrs: [...drawing().distances],
    space: steps ? 96 : 56,
    ...(labels ? {} : { size: 8 }),
    ...(drawing().marks && {
      splits: (_, __, min, max, distance) => drawing().marks?.(min, max, distance) ?? [],
    }),
    values: (_, places) => places.map((x) => (labels ? drawing().name(x) : '')),
  };
}

/** Returns the scale of positions. */
export function xScale(drawing: () => Drawing): uPlot.Scale {
  return {
    time: false,
    range: (_, min, max) => (drawing().style === 'steps' ? [min, max] : around(drawing().xs)),
  };
}

/** Adds half a bar on both sides. */
function around(xs: readonly number[]): uPlot.Range.MinMax {
  return [(xs[0] ?? 0) - 0.6, (xs.at(-1) ?? 0) + 0.6];
}
