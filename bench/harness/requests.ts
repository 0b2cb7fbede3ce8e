import type { Running } from './contender.ts';

/** Sends one request that is not measured. @returns the body of the answer @throws unless it is a success */
export async function request<Body>(
  { url, headers }: Pick<Running, 'url' | 'headers'>,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<Body> {
  const response = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}
