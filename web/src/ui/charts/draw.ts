import uPlot from 'uplot';
import styles from 'uplot/dist/uPlot.min.css?inline';
import { type Colours, coloursOf } from '../colours';
import { axisOf, compact, xAxis, xScale } from './axes';
import { type Drawing, stepAt } from './drawing';
import { drawBands, drawNumbers } from './paint';

/** The style sheet of the chart, for its shadow root. */
export const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

/** A chart on the page. */
export interface Drawn {
  /** Shows another drawing of the same kind in the same chart. */
  show(drawing: Drawing): void;
  /** Shows the cursor at a position by its index. */
  point(at: number): void;
  resize(width: number): void;
  remove(): void;
}

/** What a user does with a chart; positions are indexes, inclusive. */
export interface Uses {
  /** The pointer is over a position, at pixels from the left; undefined when it leaves. */
  over(at: number | undefined, left: number): void;
  picked(at: number): void;
  brushed(first: number, last: number): void;
}

/** Draws in an element, in the colours that it inherits. */
export function draw(host: HTMLElement, first: Drawing, width: number, uses: Uses): Drawn {
  let drawing = first;
  const colours = coloursOf(host);
  const main = new uPlot(
    optionsOf(() => drawing, colours, width, uses),
    dataOf(drawing),
    host,
  );
  const below =
    drawing.below &&
    new uPlot(
      belowOf(() => drawing, colours, width),
      belowData(drawing),
      host,
    );
  return {
    show: (next) => {
      drawing = next;
      main.setData(dataOf(drawing));
      below?.setData(belowData(drawing));
    },
    point: (at) =>
      main.setCursor({ left: main.valToPos((drawing.xs[at] ?? 0) + half(drawing), 'x'), top: 1 }),
    resize: (wide) => {
      main.setSize({ width: wide, height });
      below?.setSize({ width: wide, height: belowHeight });
    },
    remove: () => {
      main.destroy();
      below?.destroy();
    },
  };
}

/** Pixels of the chart, and of the line below it. */
const height = 240;
const belowHeight = 84;
/** The width of the axis on the left, equal for both. */
const axisWidth = 56;

function dataOf({ xs, ys }: Drawing): uPlot.AlignedData {
  return [[...xs], [...ys]];
}

function belowData({ xs, below }: Drawing): uPlot.AlignedData {
  return [[...xs], [...(below?.ys ?? [])]];
}

function half({ style }: Drawing): number {
  return style === 'steps' ? 0.5 : 0;
}

function optionsOf(
  drawing: () => Drawing,
  colours: Colours,
  width: number,
  uses: Uses,
): uPlot.Options {
  const { style, tone, logarithmic, unit = '' } = drawing();
  const steps = style === 'steps';
  const colour = colours(tone === 'missing' ? '--bad' : '--accent');
  const wash = colours(tone === 'missing' ? '--bad-wash' : '--accent-wash');
  const paths = steps
    ? uPlot.paths.stepped?.({ align: 1 })
    : uPlot.paths.bars?.({ size: [0.8, 48] });
  return {
    width,
    height,
    padding: [12, 24, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: drawing().brushes === true, y: false, setScale: false },
    },
    scales: {
      x: xScale(drawing),
      y: logarithmic
        ? { distr: 3, range: (_, __, max) => [0.5, Math.max(10, max * 2)] }
        : { range: (_, min, max) => [Math.min(0, min) * 1.05, Math.max(1, max) * 1.05] },
    },
    axes: [
      xAxis(drawing, colours, true),
      {
        ...axisOf(colours),
        size: axisWidth,
        values: (_, places) => places.map((y) => (y === null ? '' : `${compact.format(y)}${unit}`)),
      },
    ],
    series: [
      {},
      {
        stroke: colour,
        fill: steps ? wash : colour,
        width: steps ? 1.5 : 0,
        points: { show: false },
        ...(paths ? { paths } : {}),
      },
    ],
    hooks: {
      drawClear: [(plot) => drawBands(plot, drawing(), colours)],
      draw: [(plot) => drawNumbers(plot, drawing(), colours)],
      setCursor: [
        (plot) => uses.over(positionOf(plot, drawing()), (plot.cursor.left ?? 0) + axisWidth),
      ],
      setSelect: [(plot) => select(plot, drawing(), uses)],
      ready: [
        (plot) => {
          plot.over.addEventListener('click', () => {
            const at = positionOf(plot, drawing());
            if (at !== undefined) uses.picked(at);
          });
        },
      ],
    },
  };
}

/** Returns the position under the cursor. uPlot's own is the nearest one, which may be the next day. */
function positionOf({ cursor, posToVal }: uPlot, { style, xs }: Drawing): number | undefined {
  const { idx, left = -1 } = cursor;
  if (left < 0) return undefined;
  return style === 'steps' ? stepAt(xs, posToVal(left, 'x')) : (idx ?? undefined);
}

/** A second, low chart on the same days. */
function belowOf(drawing: () => Drawing, colours: Colours, width: number): uPlot.Options {
  const paths = uPlot.paths.stepped?.({ align: 1 });
  return {
    width,
    height: belowHeight,
    padding: [6, 24, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: xScale(drawing), y: { range: (_, __, max) => [0, Math.max(1, max) * 1.1] } },
    axes: [
      xAxis(drawing, colours, false),
      {
        ...axisOf(colours),
        size: axisWidth,
        space: 24,
        values: (_, places) => places.map((y) => compact.format(y)),
      },
    ],
    series: [
      {},
      {
        stroke: colours('--quiet'),
        width: 1,
        points: { show: false },
        ...(paths ? { paths } : {}),
      },
    ],
  };
}

/** Fires the span of a brush; a click has none. */
function select(plot: uPlot, { xs }: Drawing, uses: Uses): void {
  const { left, width } = plot.select;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  if (width < 4) return;
  uses.brushed(stepAt(xs, plot.posToVal(left, 'x')), stepAt(xs, plot.posToVal(left + width, 'x')));
}
