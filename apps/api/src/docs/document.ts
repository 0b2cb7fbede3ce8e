import { responseHeaders } from '../http/response-headers.ts';
import type { Route } from '../http/route.ts';
import { describe } from './operation.ts';
import { sharedParameters } from './parameters.ts';
import { componentSchemas } from './schemas.ts';
import { securitySchemes } from './security.ts';
import { describeWebhooks } from './webhooks.ts';

const introduction = `Gives every order a payment deadline. An order paid in time is kept; an unpaid order is cancelled, once, at its
deadline.

- **One clock decides.** The database's clock decides whether a payment is in time, not the clocks of clients, servers or
  caches.
- **Money** is an integer in minor units with an ISO 4217 currency. **Times** are RFC 3339 UTC with milliseconds.
- **Problems** are \`application/problem+json\` (RFC 9457). Branch on \`code\`; \`type\` is the address of a page about it. An
  unknown path returns \`not_found\` (404); a method the path does not support, \`method_not_allowed\` (405) with \`Allow\`.
- **Trying it here**: \`npm run --silent token\`, or \`docker compose exec api node apps/api/src/token.ts\`, prints a bearer
  token for the forms behind *Try it*. What they send is carried out.
- **Responses** may gain fields at any time: ignore those you do not know. **Requests** are strict: an unknown field is
  refused, so that a misspelt option is not silently ignored.
- **Request ids**: every response has an \`X-Request-Id\`. You may send your own.
- **Version**: \`info.version\` is the version of this API, not that of the software that serves it.`;

const tags = [
  { name: 'Orders', description: 'Place, pay and cancel orders, and watch their countdown.' },
  { name: 'Refunds', description: 'What is owed of payments that were refused. For backends.' },
  { name: 'Webhooks', description: "Receive orders' events on your own server. For backends." },
  {
    name: 'Testing',
    description:
      'Try things out without waiting. Not in production, and only on a server that listens on loopback alone.',
  },
  { name: 'Service', description: 'Health, metrics and documentation of the service. No token needed.' },
];

/**
 * The API as an OpenAPI 3.1 document, made from its routes and from what it sends to webhook endpoints. See
 * https://spec.openapis.org/oas/v3.1.1
 */
export function describeApi(routes: readonly Route[], messages: Parameters<typeof describeWebhooks>[0]) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'order-countdown API',
      version: '1.0.0',
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This server.' }],
    tags,
    paths: describePaths(routes),
    webhooks: describeWebhooks(messages),
    components: {
      schemas: componentSchemas(),
      parameters: sharedParameters,
      headers: responseHeaders,
      securitySchemes,
    },
  };
}

function describePaths(routes: readonly Route[]) {
  const paths: Record<string, Record<string, ReturnType<typeof describe>>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: describe(route) };
  }
  return paths;
}
