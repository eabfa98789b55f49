import type { Role, SchemaColumn } from '../../types';

/** The label of a role, and what is available without it. */
export interface RoleText {
  readonly role: Role;
  readonly title: string;
  /** What is available or missing without it; absent if nothing would be available. */
  readonly without?: string;
  /** The kinds of values that can play it, the most usual first. */
  readonly kinds: readonly SchemaColumn['kinds'][number][];
}

export const roles: readonly RoleText[] = [
  { role: 'channelId', title: 'Channel ID', kinds: ['text', 'null'] },
  { role: 'videoId', title: 'Video ID', kinds: ['text', 'null'] },
  {
    role: 'createdDate',
    title: 'Upload date',
    without: 'only monthly views',
    kinds: ['time', 'text', 'whole', 'float', 'null'],
  },
  {
    role: 'date',
    title: 'Date',
    without: 'only the snapshot',
    kinds: ['time', 'text', 'whole', 'float', 'null'],
  },
  {
    role: 'viewCount',
    title: 'Views',
    without: 'no monthly views, no combined',
    kinds: ['whole', 'float', 'text', 'null'],
  },
];

/** Returns a description of a column. */
export function typeText({ types, inPath }: SchemaColumn): string {
  return inPath ? 'from folder name' : types.join(' or ');
}
