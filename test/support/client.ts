import { expectDocumented } from './openapi.ts';
import { backendToken } from './tokens.ts';

/** A small client of the API: real HTTP, answers parsed, nothing hidden. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Unchecked: a test asserts the shape of what it reads, and a wrong one fails it. */
  body: ReturnType<typeof JSON.parse>;
}

export interface Client {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends the body as it is. */
  send(path: string, init: RequestInit): Promise<Answer>;
  place(overrides?: Record<string, unknown>): Promise<Answer>;
}

export const sampleOrder = { customerId: 'cus_42', amount: 12_900, currency: 'CNY' };

/**
 * @param token the bearer token; null: none
 * @param isThisVersion whether answers must be as the API's own description says; false for an older server
 */
export function createClient(
  baseUrl: string,
  token: string | null = backendToken,
  isThisVersion = true,
): Client {
  async function send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (token !== null && !headers.has('Authorization')) headers.set('Authorization', `Bearer ${token}`);
    const response = await fetch(baseUrl + path, { ...init, headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
    // Whatever a test asks for, what it is answered is as the API's own description says.
    const method = init.method ?? 'GET';
    if (isThisVersion) expectDocumented({ ...answer, method, path: new URL(response.url).pathname });
    return answer;
  }

  function post(path: string, body: unknown = {}, extra: Record<string, string> = {}): Promise<Answer> {
    const headers = { 'Content-Type': 'application/json', ...extra };
    return send(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  return {
    send,
    post,
    get: (path) => send(path, {}),
    place: (overrides = {}) => post('/v1/orders', { ...sampleOrder, ...overrides }),
  };
}
