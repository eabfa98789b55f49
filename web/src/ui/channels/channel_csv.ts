import type { Channel } from '../../types/channels';
import { csvField, guardedField } from '../text/csv';
import { type ChannelColumn, share } from './columns';

/** Returns channels as CSV in their order, with the shown columns, optionally for a spreadsheet. */
export function channelCsv(
  channels: readonly Channel[],
  columns: readonly ChannelColumn[],
  guarded: boolean,
): string {
  const fields = columns.flatMap(({ order }) =>
    order === 'missingDays' ? ([order, 'expectedDays'] as const) : order,
  );
  const field = guarded ? guardedField : csvField;
  const lines = channels.map((channel) => {
    const { channelId } = channel;
    // Empty text is quoted, and null is not, as in all exports.
    const id = channelId === undefined ? '' : field(channelId) || '""';
    const values = { ...channel, missingShare: share(channel) ?? '' };
    return [id, ...fields.map((name) => values[name])];
  });
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const all = [['channel_id', ...fields.map(snake)], ...lines];
  return (guarded ? '\ufeff' : '') + all.map((line) => `${line.join()}\r\n`).join('');
}
