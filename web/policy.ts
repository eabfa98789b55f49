/**
 * The policy that the page is meant to be served with: everything comes from its own place and
 * nothing is sent anywhere, but to the origins that `connect` names, as providers are. Only pages of
 * its own origin and of `embedders` may have it in a frame, which takes a header. What becomes
 * a script has to come through one of two policies of Trusted Types: Lit's, for its templates, and
 * `daytally`, for the addresses of the workers.
 */
export function contentPolicy(
  connect: readonly string[] = [],
  embedders: readonly string[] = [],
): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${["'self'", ...embedders].join(' ')}`,
    "manifest-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html daytally',
  ].join('; ');
}
