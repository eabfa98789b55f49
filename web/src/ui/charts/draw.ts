import uPlot from 'uplot';
import styles from 'uplot/dist/uPlot.min.css?inline';
import { grouped } from '../text/amount';
import { type Figure, stepAt } from './figures';

/** The style sheet of the chart, for its shadow root. */
export const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** A chart on the page. */
export interface Drawn {
  /** Shows another figure of the same kind in the same chart. */
  show(figure: Figure): void;
  resize(width: number): void;
  remove(): void;
}

/** Draws a figure in an element, in the colours that it inherits. */
export function draw(host: HTMLElement, figure: Figure, width: number): Drawn {
  const { heads } = figure;
  let { drawing } = figure;
  const style = getComputedStyle(host);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const steps = drawing.style === 'steps';
  const axis = {
    stroke: colour('--quiet'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
    font: '12px system-ui, sans-serif',
  };
  const paths = steps
    ? uPlot.paths.stepped?.({ align: 1 })
    : uPlot.paths.bars?.({ size: [0.8, 48] });
  const plot = new uPlot(
    {
      width,
      height,
      cursor: {
        // A step belongs to the position where it begins; the last position is the end of the last
        // step.
        dataIdx: (_, __, nearest, x) => (steps ? stepAt(drawing.xs, x) : nearest),
      },
      scales: {
        x: { time: false, range: (_, least, most) => (steps ? [least, most] : around(drawing.xs)) },
        // A month of corrections may have negative views.
        y: { range: (_, least, most) => [Math.min(0, least) * 1.05, Math.max(1, most) * 1.05] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          incrs: [...drawing.distances],
          space: steps ? 84 : 52,
          ...(drawing.marks && {
            splits: (_, __, least, most, distance) => {
              return drawing.marks?.(least, most, distance) ?? [];
            },
          }),
          values: (_, places) => places.map((x) => drawing.name(x)),
        },
        {
          ...axis,
          size: 56,
          values: (_, places) => places.map((y) => `${compact.format(y)}${steps ? ' %' : ''}`),
        },
      ],
      series: [
        {
          label: steps ? 'Day' : (heads[0] ?? ''),
          value: (_, x) => (x === null ? '–' : drawing.name(x)),
        },
        {
          label: steps ? 'Without data' : (heads[1] ?? ''),
          stroke: colour('--accent'),
          fill: steps ? colour('--accent-wash') : colour('--accent'),
          width: steps ? 1.5 : 0,
          points: { show: false },
          value: (_, y) => (y === null ? '–' : steps ? `${y.toFixed(1)} %` : grouped(y)),
          ...(paths ? { paths } : {}),
        },
      ],
    },
    [[...drawing.xs], [...drawing.ys]],
    host,
  );
  return {
    show: (next) => {
      drawing = next.drawing;
      plot.setData([[...drawing.xs], [...drawing.ys]]);
    },
    resize: (wide) => plot.setSize({ width: wide, height }),
    remove: () => plot.destroy(),
  };
}

/** Pixels, without the text below it. */
const height = 200;

/** Adds half a bar on both sides. */
function around(xs: readonly number[]): uPlot.Range.MinMax {
  return [(xs[0] ?? 0) - 0.6, (xs.at(-1) ?? 0) + 0.6];
}
