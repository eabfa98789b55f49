import type { Dataset, DateRole, Role, RunOptions } from '../../types';
import { roles } from './roles';

/** The choice of columns. */
export type Mapping = Pick<RunOptions, 'columns' | 'omitRoles' | 'dateFormats'>;

/**
 * Returns a mapping in which a column plays another role, or none, in place of one.
 *
 * If another column played that role, the two exchange their roles if the types allow it.
 */
export function withRole(
  mapping: Mapping,
  { plan, schema }: Dataset,
  column: string,
  from: Role | undefined,
  to: Role | undefined,
): Mapping {
  const columns = { ...mapping.columns };
  let { omitRoles } = mapping;
  const dateFormats = { ...mapping.dateFormats };
  for (const role of [from, to]) {
    if (!role) continue;
    delete columns[role];
    delete dateFormats[role as DateRole];
    omitRoles = omitRoles.filter((each) => each !== role);
  }
  if (to) columns[to] = column;
  else if (from) omitRoles = [...omitRoles, from];
  const before = plan.roles.find(({ role }) => role === to)?.column;
  const kinds = schema.find(({ name }) => name === before)?.kinds ?? [];
  const fits = roles.find(({ role }) => role === from)?.kinds.some((kind) => kinds.includes(kind));
  if (to && from && before !== undefined && before !== column && fits) columns[from] = before;
  return withFormats({ columns, omitRoles }, dateFormats);
}

/** Returns a mapping without the results of a role. */
export function without(mapping: Mapping, role: Role): Mapping {
  const { [role]: _, ...columns } = mapping.columns;
  const { [role as DateRole]: __, ...formats } = mapping.dateFormats ?? {};
  return withFormats({ columns, omitRoles: [...mapping.omitRoles, role] }, formats);
}

/** Returns a mapping with the format of a role's dates; '' for none. */
export function withFormat(mapping: Mapping, role: DateRole, format: string): Mapping {
  const { [role]: _, ...others } = mapping.dateFormats ?? {};
  return withFormats(mapping, format ? { ...others, [role]: format } : others);
}

function withFormats(
  { columns, omitRoles }: Mapping,
  dateFormats: NonNullable<Mapping['dateFormats']>,
): Mapping {
  const given = Object.keys(dateFormats).length > 0;
  return { columns, omitRoles, ...(given && { dateFormats }) };
}
