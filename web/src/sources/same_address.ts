/** Parameters that sign a URL together with the one of the signature, in lower case. */
const signed: Record<string, readonly string[]> = {
  // Amazon's older form, CloudFront, and Google's older form.
  signature: ['signature', 'expires', 'awsaccesskeyid', 'googleaccessid', 'key-pair-id', 'policy'],
  // Azure's shared access signatures.
  sig: [
    ...['sig', 'sv', 'ss', 'srt', 'sr', 'sp', 'st', 'se', 'sip', 'spr', 'si', 'ses', 'sdd'],
    ...['skoid', 'sktid', 'skt', 'ske', 'sks', 'skv', 'saoid', 'suoid', 'scid'],
  ],
};

/**
 * Returns the URL without the parameters of a signature, which is equal for two URLs of one file.
 */
export function withoutSignature(url: string): string {
  const plain = new URL(url);
  const names = new Set([...plain.searchParams.keys()].map((name) => name.toLowerCase()));
  const dropped = new Set(Object.keys(signed).flatMap((by) => (names.has(by) ? signed[by] : [])));
  const kept = [...plain.searchParams].filter(([name]) => {
    const lower = name.toLowerCase();
    return !/^x-(amz|goog)-/.test(lower) && !dropped.has(lower);
  });
  plain.hash = '';
  plain.search = new URLSearchParams(kept).toString();
  return plain.href;
}
