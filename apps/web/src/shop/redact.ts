const hidden = '•••';

/** Members of bodies that are worth stealing. */
const secretMembers = /("(?:viewToken|customerToken|backendToken|secret)"\s*:\s*)"[^"]*"/g;

export const redactBody = (body: string): string => body.replaceAll(secretMembers, `$1"${hidden}"`);

/** The path and query of an address. */
export function redactPath({ pathname, searchParams }: URL): string {
  const query = [...searchParams].map(([name, value]) => `${name}=${name === 'token' ? hidden : value}`);
  return query.length > 0 ? `${pathname}?${query.join('&')}` : pathname;
}

/** What it is stays: `Bearer`. */
export function redactHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [name, name === 'authorization' ? `Bearer ${hidden}` : value]),
  );
}

/** JSON in lines, other text as it is. */
export function readable(text: string): string {
  try {
    return redactBody(JSON.stringify(JSON.parse(text), null, 2));
  } catch {
    return redactBody(text);
  }
}
