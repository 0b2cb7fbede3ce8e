const home = '/admin/queues';
const maxLength = 2_000;

/** Where to go after signing in: a page of ours, whatever the link to the sign-in page said. */
export function nextPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > maxLength) return home;
  const here = 'http://here';
  const url = URL.parse(given, here);
  // The parser has resolved dots, backslashes and control characters, so what it says is where a browser goes.
  if (url?.origin !== here || !url.pathname.startsWith('/admin/')) return home;
  if (/^\/admin\/sign-/i.test(url.pathname)) return home;
  return url.pathname + url.search + url.hash;
}
