/**
 * Runs code with a valid browser language. If the language is not a valid tag, as in WebKitGTK with
 * LANG=C, uPlot throws when it is loaded.
 */
export async function withLanguage<T>(body: () => Promise<T>): Promise<T> {
  if (isValid(navigator.language)) return await body();
  // An own property hides that of the prototype until it is removed.
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
  try {
    return await body();
  } finally {
    Reflect.deleteProperty(navigator, 'language');
  }
}

function isValid(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}
