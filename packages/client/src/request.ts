import type { Service } from './options.ts';

export interface Prepared {
  url: URL;
  headers: Headers;
}

/** The address below the base, and the headers that every request has. @param path begins with a slash */
export async function prepare(service: Service, path: string): Promise<Prepared> {
  const url = new URL(service.baseUrl);
  url.pathname = url.pathname.replace(/\/+$/, '') + path;
  url.search = '';
  const headers = new Headers();
  const token = await service.token();
  if (token !== undefined) authorize({ url, headers }, token);
  return { url, headers };
}

function authorize({ url, headers }: Prepared, token: string): void {
  if (isViewToken(token)) url.searchParams.set('token', token);
  else headers.set('Authorization', `Bearer ${token}`);
}

/** View tokens are JWTs for the audience `view`. The service takes them in the address: browsers' streams have no headers. */
function isViewToken(token: string): boolean {
  try {
    const [, claims = ''] = token.split('.');
    const { aud } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { aud?: unknown };
    return aud === 'view';
  } catch {
    return false;
  }
}

/** Neither cookies nor redirects belong to this API; a POST that is redirected would arrive as a GET. */
export const fetchOptions = { credentials: 'omit', redirect: 'error' } as const;
