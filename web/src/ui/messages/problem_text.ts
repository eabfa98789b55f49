import { html, nothing } from 'lit';
import type { Problem } from '../../types';
import { visible } from '../../visible';

/** A message in two parts. */
export interface ProblemText {
  /** What failed, where, and what to do. */
  readonly headline: string;
  /** What was expected and found; '' if nothing. */
  readonly details: string;
}

/**
 * Returns the parts of a problem’s message, preceded by the file’s name if it lacks it. What an
 * application could set instead of the user is left out.
 */
export function problemText({ message, location }: Pick<Problem, 'message' | 'location'>) {
  const text = visible(message).replace(/ \(in the npm package [^)]*\)/, '');
  const file = visible(location.file ?? '');
  const whole = !file
    ? text.replace(/^[a-z]/, (letter) => letter.toUpperCase())
    : text.includes(file)
      ? text
      : `${file}: ${text}`;
  const [, what = whole, expected = '', remedy = ''] =
    /^(.+?); (expected .+?)\.(?: ([A-Z].*))?$/s.exec(whole) ?? [];
  const found: ProblemText = {
    headline: expected ? `${what}.${remedy && ` ${remedy}`}` : whole,
    details: expected && `E${expected.slice(1)}.`,
  };
  return found;
}

/** Renders a problem: the details in a line of their own. */
export function problemView(problem: Pick<Problem, 'message' | 'location'>) {
  const { headline, details } = problemText(problem);
  return html`${headline}${details ? html`<br /><small class="quiet">${details}</small>` : nothing}`;
}
