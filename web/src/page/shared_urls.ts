/** Names of parameters that carry a secret. */
const secret =
  /sig|token|key|secret|pass|auth|cred|expires|policy|session|^x-(amz|goog)-|^s[a-z]$/i;

/** A longer value may be a secret, whatever the parameter's name. */
const longest = 24;

/** The maximum number of characters of all URLs in a link. */
const maxCharacters = 1_500;

/** Whether URLs may be in a link or be stored: no part of them looks like a secret. */
export function mayShare(urls: readonly string[]): boolean {
  return urls.join(' ').length <= maxCharacters && urls.every(isPlain);
}

function isPlain(given: string): boolean {
  if (!URL.canParse(given, document.baseURI)) return false;
  const { username, password, searchParams } = new URL(given, document.baseURI);
  const parameters = [...searchParams];
  return (
    username + password === '' &&
    parameters.every(([name, value]) => !secret.test(name) && value.length <= longest)
  );
}
