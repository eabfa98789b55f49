import { dayText } from '../../day';
import { coloursOf } from '../colours';
import type { HeatMap } from './heat_map';

/** Pixels of a row, and of the line of days below. */
export const rowHeight = 18;
export const axisHeight = 20;
/** Pixels between two days on the axis. */
const labelWidth = 92;

/** Paints a heat map: data, and from the bottom of each cell the share that is missing. */
export function paintHeat(canvas: HTMLCanvasElement, map: HeatMap, width: number): void {
  const height = map.channels.length * rowHeight + axisHeight;
  const scale = devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  const colour = coloursOf(canvas);
  const wide = width / map.spans.length;
  const gap = wide > 4 ? 1 : 0;
  for (const [row] of map.channels.entries()) {
    for (const [column, { outages }] of map.spans.entries()) {
      const { expected, missing } = map.cell(row, column);
      const [x, y, high] = [column * wide, row * rowHeight, rowHeight - 1];
      context.fillStyle = colour(expected === 0 ? '--raised' : '--data');
      context.fillRect(x, y, wide - gap, high);
      if (missing === 0) continue;
      const part = Math.max(2, (missing / expected) * high);
      context.fillStyle = colour(outages.length > 0 ? '--warn' : '--bad');
      context.fillRect(x, y + high - part, wide - gap, part);
    }
  }
  context.fillStyle = colour('--quiet');
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'bottom';
  const every = Math.max(1, Math.ceil(labelWidth / wide));
  for (const [column, { first }] of map.spans.entries()) {
    const x = column * wide;
    if (column % every === 0 && x + labelWidth - 16 <= width)
      context.fillText(dayText(first), x, height);
  }
}
