import { setServerTime } from './clock.ts';

/** What a request to the console's API came to. */
export type Answer<Data> =
  | { kind: 'data'; data: Data }
  /** The server answered, with a problem (RFC 9457). */
  | { kind: 'problem'; problem: Problem }
  /** No answer: the API is restarting, or the network is away. */
  | { kind: 'away' };

export interface Problem {
  status: number;
  code: string;
  title: string;
  detail?: string;
}

const timeLimitMs = 5_000;

/** Paths with their queries, by the names of what they answer. */
export type Sources = Record<string, string>;

/** Reads from the API, all or nothing. A session that has ended leads to the sign-in page, and back here. */
export async function read(sources: Sources, ended: AbortSignal): Promise<Answer<Record<string, unknown>>> {
  const signal = AbortSignal.any([ended, AbortSignal.timeout(timeLimitMs)]);
  const data: Record<string, unknown> = {};
  const answers = await Promise.all(
    Object.entries(sources).map(async ([name, path]) => {
      const answer = await send<unknown>(path, { signal });
      if (answer.kind === 'data') data[name] = answer.data;
      return answer;
    }),
  );
  const failure = answers.find((answer) => answer.kind !== 'data');
  return failure ?? { kind: 'data', data };
}

export interface Change {
  /** The same for a repetition, so that it happens once at most. */
  key: string;
  method?: 'POST' | 'PATCH';
}

/** Changes something. Never repeated by itself. */
export function change<Data>(
  path: string,
  body: object,
  { key, method = 'POST' }: Change,
): Promise<Answer<Data>> {
  return send(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key, 'X-XSRF-Token': xsrfToken() },
    signal: AbortSignal.timeout(2 * timeLimitMs),
  });
}

interface Request extends RequestInit {
  headers?: Record<string, string>;
}

async function send<Data>(path: string, init: Request): Promise<Answer<Data>> {
  try {
    const headers = { Accept: 'application/json', ...init.headers };
    const response = await fetch(`/admin/api${path}`, { ...init, headers });
    if (response.status === 401) return signIn();
    const body = await response.json();
    setServerTime(body.serverTime ?? response.headers.get('Date'));
    return response.ok ? { kind: 'data', data: body } : { kind: 'problem', problem: body };
  } catch {
    return { kind: 'away' };
  }
}

/** Leaves the page, so it never returns. */
function signIn(): Promise<never> {
  location.assign(`/admin/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  return new Promise(() => undefined);
}

/** Browsers that send no `Sec-Fetch-Site`, as over plain HTTP, prove with it that the request is ours. */
function xsrfToken(): string {
  return decodeURIComponent(/(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? '');
}
