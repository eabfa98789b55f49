import type { Role, SchemaColumn } from '../../types';

/** The label of a role, and what is available without it. */
export interface RoleText {
  readonly role: Role;
  readonly title: string;
  /** What it is, for users who have to find it. */
  readonly what: string;
  /** What is available or missing without it; absent if nothing would be available. */
  readonly without?: string;
  /** The kinds of values that can play it. */
  readonly kinds: readonly SchemaColumn['kinds'][number][];
}

export const roles: readonly RoleText[] = [
  { role: 'channelId', title: 'Channel ID', what: 'channel identifier', kinds: ['text', 'null'] },
  { role: 'videoId', title: 'Video ID', what: 'video identifier', kinds: ['text', 'null'] },
  {
    role: 'createdDate',
    title: 'Upload date',
    what: 'upload date of the video',
    without: 'only monthly views',
    kinds: ['text', 'time', 'whole', 'float', 'null'],
  },
  {
    role: 'date',
    title: 'Date',
    what: 'date of the row',
    without: 'only the snapshot',
    kinds: ['text', 'time', 'whole', 'float', 'null'],
  },
  {
    role: 'viewCount',
    title: 'Views',
    what: 'number of views',
    without: 'no monthly views, no combined',
    kinds: ['text', 'whole', 'float', 'null'],
  },
];

/** Returns a description of a column. */
export function typeText({ types, inPath }: SchemaColumn): string {
  return inPath ? 'from folder name' : types.join(' or ');
}
