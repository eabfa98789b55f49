import type uPlot from 'uplot';
import type { Colours } from '../colours';
import { compact } from './axes';
import type { Drawing } from './drawing';

/** Paints the days of outages behind the line. */
export function drawBands(plot: uPlot, { bands = [] }: Drawing, colours: Colours): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = colours('--warn');
  ctx.globalAlpha = 0.3;
  for (const [from, to] of bands) {
    const left = plot.valToPos(from, 'x', true);
    const right = plot.valToPos(to, 'x', true);
    ctx.fillRect(left, bbox.top, Math.max(right - left, 2), bbox.height);
  }
  ctx.restore();
}

/** Writes the numbers of bars above them, and hatches partial ones. */
export function drawNumbers(plot: uPlot, drawing: Drawing, colours: Colours): void {
  if (drawing.style !== 'bars') return;
  const { ctx } = plot;
  const { xs, ys, partial } = drawing;
  const spacing = Math.abs(plot.valToPos(1, 'x', true) - plot.valToPos(0, 'x', true));
  ctx.save();
  ctx.textAlign = 'center';
  ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  for (const [at, x] of xs.entries()) {
    const y = ys[at];
    if (y === null || y === undefined || (drawing.logarithmic && y === 0)) continue;
    const middle = plot.valToPos(x, 'x', true);
    const top = plot.valToPos(y, 'y', true);
    if (partial?.has(x)) {
      const wide = Math.min(spacing * 0.8, 48 * devicePixelRatio);
      hatch(
        ctx,
        middle - wide / 2,
        top,
        wide,
        plot.valToPos(0, 'y', true) - top,
        colours('--surface'),
      );
    }
    ctx.fillStyle = colours('--quiet');
    if (spacing > 40 * devicePixelRatio)
      ctx.fillText(compact.format(y), middle, top - 5 * devicePixelRatio);
  }
  ctx.restore();
}

function hatch(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  wide: number,
  high: number,
  colour: string,
) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, wide, high);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2 * devicePixelRatio;
  for (let at = -high; at < wide; at += 7 * devicePixelRatio) {
    ctx.moveTo(x + at, y + high);
    ctx.lineTo(x + at + high, y);
  }
  ctx.stroke();
  ctx.restore();
}
