import { DaytallyError, pageCodes } from '../../errors';
import type { InputFile, Selection } from '../../types';
import { absoluteUrl, checkUrls } from './urls';

/**
 * Returns what a program passes as a selection. Throws a DaytallyError of code `invalid_option`.
 */
export function checkedSelection(given: Selection): Selection {
  const { files, ignored } = given;
  if (!Array.isArray(files) || !Array.isArray(ignored)) {
    throw wrong('A selection', 'needs two lists, files and ignored.');
  }
  const each: readonly unknown[] = files;
  const checked = each.map((file, at) => checkedFile(file, `File ${at + 1} of the selection`));
  return checked.every((file, at) => file === files[at]) ? given : { ...given, files: checked };
}

/** Returns a file with a path, whose URL is absolute. Throws as `checkedSelection`. */
export function checkedFile(given: unknown, what: string): InputFile {
  const { path, blob, url } = (given ?? {}) as { path?: unknown; blob?: unknown; url?: unknown };
  if (typeof path !== 'string' || path === '') throw wrong(what, 'needs a path.');
  if (url === undefined && blob instanceof Blob) return given as InputFile;
  if (typeof url !== 'string') throw wrong(what, 'needs a Blob as blob, or a URL as text.');
  const { urls, problems } = checkUrls(absoluteUrl(url));
  const [known] = urls;
  if (known === undefined) {
    throw wrong(what, `has a URL that is not valid. ${problems[0]?.message ?? 'It is empty.'}`);
  }
  return known === url ? (given as InputFile) : { path, url: known };
}

function wrong(what: string, why: string): DaytallyError {
  return new DaytallyError(pageCodes.invalidOption, `${what} ${why}`);
}
