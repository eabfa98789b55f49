/**
 * Returns the content security policy that the page is meant to be served with. Everything comes
 * from the page's own origin, and requests go only there and to the origins in `connect`, such as
 * those of providers. Only pages of its own origin and of `embedders` may embed it in a frame;
 * browsers obey this only in a header. Scripts come only through two policies of Trusted Types:
 * Lit's, for its templates, and `daytally`, for the URLs of the workers.
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
