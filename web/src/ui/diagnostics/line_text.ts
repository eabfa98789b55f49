import type { Role } from '../../types';
import { counted } from '../text/amount';
import { keyOf, type OddLine } from './by_file';

/** Returns how many rows of a file have which issue. */
export function lineText({ role, unreadable, rows }: OddLine): string {
  return `${counted(rows, 'row')} ${texts[keyOf(role, unreadable)] ?? role}`;
}

const roleTexts: Record<Role, string> = {
  channelId: 'channel',
  videoId: 'video',
  createdDate: 'upload day',
  date: 'day',
  viewCount: 'count',
};

const texts: Record<string, string> = Object.fromEntries(
  (Object.entries(roleTexts) as [Role, string][]).flatMap(([role, text]) => {
    const odd = role === 'createdDate' ? 'before their video was created' : `without a ${text}`;
    return [
      [keyOf(role, false), odd],
      [keyOf(role, true), `whose ${text} can’t be read`],
    ];
  }),
);
