import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { createClient, type Answer } from './client.ts';

/** What the tests' api is started with, beside the operator that it has anyway. */
export const viewerEnv = { VIEWER_PASSWORD: 'may look on' };

export const operatorCredentials = { username: 'operator', password: developmentSecrets.OPERATOR_PASSWORD };
export const viewerCredentials = { username: 'viewer', password: viewerEnv.VIEWER_PASSWORD };

export type Headers = Record<string, string>;

/** Fills in the form as a browser does that has no scripts, and says so. */
export function submitSignIn(url: string, form: Headers, headers: Headers = {}): Promise<Answer> {
  return createClient(url, null).send('/admin/sign-in', {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form),
    headers: { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin', ...headers },
  });
}

/** Somebody with a session, who sends no more with a request than is asked for. */
export interface SignedIn {
  /** The header that makes the session. */
  cookie: string;
  xsrfToken: string;
  send: (method: string, path: string, headers?: Headers, body?: unknown) => Promise<Answer>;
  /** Sends the token along, as Bull Board does. */
  change: (method: string, path: string, body?: unknown) => Promise<Answer>;
  get: (path: string) => Promise<Answer>;
}

/** @throws when that can't be done */
export async function signIn(url: string, credentials: Headers): Promise<SignedIn> {
  const answer = await submitSignIn(url, credentials);
  const cookies = cookiesOf(answer);
  const session = cookies.get('operator_session');
  if (answer.status !== 303 || !session) throw new Error(`signing in was answered with ${answer.status}`);
  return withCookie(url, `operator_session=${session.value}`, cookies.get('XSRF-TOKEN')?.value ?? '');
}

export function withCookie(url: string, cookie: string, xsrfToken = ''): SignedIn {
  const client = createClient(url, null);
  const send: SignedIn['send'] = (method, path, headers = {}, body?) =>
    client.send(path, {
      method,
      redirect: 'manual',
      headers: { Cookie: cookie, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    cookie,
    xsrfToken,
    send,
    change: (method, path, body) => send(method, path, { 'X-XSRF-Token': xsrfToken }, body),
    get: (path) => send('GET', path),
  };
}

/** Each cookie that was set, with its attributes in small letters. */
export function cookiesOf({ headers }: Answer): Map<string, { value: string; attributes: string[] }> {
  return new Map(
    headers.getSetCookie().map((header) => {
      const [pair = '', ...attributes] = header.split(/; */);
      const [name = '', value = ''] = pair.split('=');
      return [name, { value, attributes: attributes.map((attribute) => attribute.toLowerCase()) }];
    }),
  );
}
