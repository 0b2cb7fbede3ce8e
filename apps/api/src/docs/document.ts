import { describe, sharedParameters } from './describe.ts';
import { headers } from './headers.ts';
import { operations } from './operations.ts';
import { componentSchemas } from './schemas.ts';
import { securitySchemes } from './security.ts';

const introduction = `Gives every order a payment deadline. Paid in time it is kept; unpaid it is cancelled, once, at its deadline.

- **The ledger decides.** One clock tells whether a payment was in time, whatever clocks, caches and jobs elsewhere say.
- **Money** is in integer minor units with an ISO 4217 currency; **times** are RFC 3339 UTC with milliseconds.
- **Problems** are \`application/problem+json\` (RFC 9457). Decide by \`code\`; \`type\` is the address of a page about it. An
  address that is none of ours is \`not_found\` (404); one of ours that does not take a method is \`method_not_allowed\`
  (405), with \`Allow\`.
- **Additions** to responses may come at any time, so pass over members that you don't know. Requests are the other way
  round: a member that we don't know is refused, lest a misspelt option is silently left out.
- **Names** of requests: every answer has an \`X-Request-Id\`, which you may choose.`;

const tags = [
  { name: 'Orders', description: 'Placing orders, paying them, and watching their countdown.' },
  { name: 'Webhooks', description: 'Hearing of what happens to orders, on your own server. For backends.' },
  { name: 'Service', description: 'How the service fares, and how it is used. Open to anyone.' },
];

/** The whole API as an OpenAPI 3.1 document. See https://spec.openapis.org/oas/v3.1.1 */
export function createDocument() {
  return {
    openapi: '3.1.1',
    info: {
      title: 'order-countdown',
      version: '1.0.0',
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this was read.' }],
    tags,
    paths: describePaths(),
    components: {
      schemas: componentSchemas(),
      parameters: sharedParameters,
      headers,
      securitySchemes,
    },
  };
}

function describePaths() {
  const paths: Record<string, Record<string, ReturnType<typeof describe>>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return paths;
}
