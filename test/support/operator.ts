import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { createClient, type Answer } from './client.ts';

/** Adds a viewer account to an api process. The operator account is always there. */
export const viewerEnv = { VIEWER_PASSWORD: 'may look on' };

export const operatorCredentials = { username: 'operator', password: developmentSecrets.OPERATOR_PASSWORD };
export const viewerCredentials = { username: 'viewer', password: viewerEnv.VIEWER_PASSWORD };

export type Headers = Record<string, string>;

/** Submits the sign-in form as a browser without scripts does. */
export function submitSignIn(url: string, form: Headers, headers: Headers = {}): Promise<Answer> {
  return createClient(url, null).send('/admin/sign-in', {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form),
    headers: { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin', ...headers },
  });
}

/** A client with a session. It sends no headers beyond those that a method names. */
export interface SignedIn {
  /** The value of the `Cookie` header. */
  cookie: string;
  xsrfToken: string;
  send: (method: string, path: string, headers?: Headers, body?: unknown) => Promise<Answer>;
  /** Sends the XSRF token too, as Bull Board does. */
  change: (method: string, path: string, body?: unknown) => Promise<Answer>;
  get: (path: string) => Promise<Answer>;
}

/** @throws if signing in fails */
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

/** The cookies that a response sets, their attributes in lower case. */
export function cookiesOf({ headers }: Answer): Map<string, { value: string; attributes: string[] }> {
  return new Map(
    headers.getSetCookie().map((header) => {
      const [pair = '', ...attributes] = header.split(/; */);
      const [name = '', value = ''] = pair.split('=');
      return [name, { value, attributes: attributes.map((attribute) => attribute.toLowerCase()) }];
    }),
  );
}
