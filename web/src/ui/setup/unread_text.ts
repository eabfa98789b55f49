import type { Role, RoleCheck } from '../../types';

/** Returns how many of the first values of a role's column can be read; undefined if all can. */
export function unreadText(role: Role, check: RoleCheck | undefined): string | undefined {
  if (!check || check.unread.length === 0) return undefined;
  const what = role === 'viewCount' ? 'whole numbers' : 'dates';
  const some = check.readable === 0 ? 'None' : `Only ${check.readable}`;
  return `${some} of ${check.values.length} values can be read as ${what}`;
}
