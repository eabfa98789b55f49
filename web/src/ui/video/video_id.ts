const hosts = ['youtube.com', 'www.youtube.com', 'm.youtube.com', 'music.youtube.com'];

/** Returns the id of a video in a URL of YouTube, or else the text itself without blanks around. */
export function videoIdOf(text: string): string {
  const given = text.trim();
  const whole = /^[a-z]+:\/\//i.test(given) ? given : `https://${given}`;
  if (!URL.canParse(whole)) return given;
  const { hostname, pathname, searchParams } = new URL(whole);
  const [, first = '', second = ''] = pathname.split('/');
  if (hostname === 'youtu.be') return first;
  if (!hosts.includes(hostname)) return given;
  return (
    searchParams.get('v') ?? (['shorts', 'embed', 'live', 'v'].includes(first) ? second : given)
  );
}
