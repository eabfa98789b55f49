import { html, nothing } from 'lit';
import type { Dataset, Role, RoleCheck } from '../../types';
import { dateFormatField } from './date_format_field';
import { type Mapping, withFormat, without } from './mapping';
import { roles } from './roles';
import { unreadText } from './unread_text';

/** Renders a line for each role that is open or omitted, or whose dates need a format. */
export function roleNotes(
  { plan, schema }: Dataset,
  mapping: Mapping,
  checks: ReadonlyMap<Role, RoleCheck>,
  disabled: boolean,
  choose: (mapping: Mapping) => void,
) {
  const lines = roles.flatMap(({ role, title, without: less }) => {
    if (mapping.omitRoles.includes(role))
      return html`<li><strong>${title}</strong>: not used, ${less}.</li>`;
    const question = plan.questions.find((each) => each.role === role);
    if (question)
      return html`
        <li class="question">
          <strong>${title}</strong>:
          ${question.candidates.length > 0 ? 'Several columns fit.' : 'No column has a known name.'}
          Choose it in a column’s head.
          ${
            less
              ? html`<button class="link" ?disabled=${disabled} @click=${() => choose(without(mapping, role))}>Continue without: ${less}</button>`
              : nothing
          }
        </li>
      `;
    const unread = unreadText(role, checks.get(role));
    const note = unread
      ? html`<li class="question"><strong>${title}</strong>: ${unread}.</li>`
      : nothing;
    if (role !== 'date' && role !== 'createdDate') return unread ? [note] : [];
    const column = plan.roles.find((each) => each.role === role)?.column;
    const kinds = schema.find(({ name }) => name === column)?.kinds ?? [];
    const check = checks.get(role);
    const none = check?.readable === 0 && check.values.length > 0;
    const format = mapping.dateFormats?.[role];
    if (format === undefined && !none && !kinds.includes('whole') && !kinds.includes('float'))
      return unread ? [note] : [];
    return html`${note}<li>
      ${dateFormatField(title, role, format, check?.formats ?? [], disabled, (chosen) =>
        choose(withFormat(mapping, role, chosen)),
      )}
    </li>`;
  });
  return lines.length > 0 ? html`<ul>${lines}</ul>` : nothing;
}
