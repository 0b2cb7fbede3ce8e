import type { Parameter } from './parameters.ts';
import type { Operation } from './reference-types.ts';

/** How to call an operation from a shell in which `$api` and `$token` are set. */
export function curlOf(operation: Operation, parameters: readonly Parameter[], body: unknown): string {
  const { method, path, security } = operation;
  const needsToken = security.some((each) => each['bearer']);
  // Curl sends GET without a body and POST with one by itself.
  const impliedMethod = body === undefined ? 'get' : 'post';
  const parts = [
    `"$api${examplePath(path, parameters)}"`,
    method !== impliedMethod && `-X ${method.toUpperCase()}`,
    needsToken && '-H "Authorization: Bearer $token"',
    ...parameters.filter(isNamedHeader).map(({ name, example }) => `-H '${name}: ${example}'`),
    body !== undefined && "-H 'Content-Type: application/json'",
    body !== undefined && `-d '${JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`)}'`,
  ];
  return `curl ${parts.filter((part) => part !== false).join(' \\\n  ')}`;
}

/** What a repeated request is recognized by belongs into every example that has it. */
const isNamedHeader = ({ in: where, name }: Parameter) => where === 'header' && name === 'Idempotency-Key';

export const examplePath = (path: string, parameters: readonly Parameter[]) =>
  path.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    return parameter?.example ?? placeholder;
  });
