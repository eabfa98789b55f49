import { html, nothing } from 'lit';
import type { Problem } from '../../types';
import { visible } from '../../visible';

type Message = Pick<Problem, 'message'> & Partial<Pick<Problem, 'location'>>;

/** A message in two parts. */
export interface ProblemText {
  /** What failed, and what to do: at most two sentences. */
  readonly headline: string;
  /** In which row group it failed, what was expected and found, and what else there is to know. */
  readonly details: string;
}

/**
 * Returns the parts of a problem’s message, preceded by the file’s name if it lacks it. Omits what
 * only an application can set.
 */
export function problemText({ message, location = {} }: Message): ProblemText {
  const { rowGroup } = location;
  const place = `row group ${rowGroup}`;
  const text = visible(message)
    .replace(/ \(in the npm package [^)]*\)/, '')
    .replace(`, ${place}`, '');
  const file = visible(location.file ?? '');
  const whole = !file ? capital(text) : text.includes(file) ? text : `${file}: ${text}`;
  const [, what = whole, found = '', remedy = ''] =
    /^(.+?); ((?:expected|found) .+?)\.(?: ([A-Z].*))?$/s.exec(whole) ?? [];
  const [first, second = '', ...more] = [
    ...sentences(found ? `${what}.` : whole),
    ...sentences(remedy),
  ];
  const details = [rowGroup === undefined ? '' : `${place}.`, found && `${found}.`, ...more];
  return {
    headline: `${first} ${second}`.trim(),
    details: details.filter(Boolean).map(capital).join(' '),
  };
}

function sentences(text: string): string[] {
  return text.split(/(?<=[.?!]) (?=[A-Z])/).filter(Boolean);
}

function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** Renders a problem: the details in a line of their own. */
export function problemView(problem: Message) {
  const { headline, details } = problemText(problem);
  return html`${headline}${details ? html` <br /><small class="quiet">${details}</small>` : nothing}`;
}

/** Renders anything thrown. */
export function alertOf(thrown: unknown) {
  const { message = String(thrown), location } = thrown as Partial<Problem>;
  return html`<p class="failure" role="alert">${problemView({ message, ...(location && { location }) })}</p>`;
}
