import { createApp } from '@order-countdown/api/app';
import { createLogger } from '@order-countdown/shared/platform/logger';
import type { Redis } from 'ioredis';

/** Express' own record of a route or router. `rawPath` is the path it was mounted under. */
interface Layer {
  rawPath: unknown;
  route?: { path: unknown; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** The real application, with dependencies that are never used. */
export function buildApp(redis: Redis) {
  return createApp({
    config: {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      ALLOWED_HOSTS: [],
      CORS_ORIGINS: [],
      HSTS_INCLUDE_SUBDOMAINS: false,
      API_PROCESSES: 1,
      RATE_LIMIT_PER_MINUTE: 1,
      TRUST_PROXY: false,
    },
    admin: {
      queues: [],
      environment: 'test',
      appSecret: 'unused',
      operator: { username: 'operator', password: 'unused', totpSecret: null },
      viewer: null,
    },
    redis,
    connection: redis,
    shards: {} as never,
    marks: {} as never,
    attempts: {} as never,
    queueNames: [],
    countJobs: {} as never,
    logger: createLogger('test', 'silent'),
    draining: {} as never,
    connections: {} as never,
    orders: {} as never,
    feed: {} as never,
    erasure: {} as never,
    lists: {} as never,
    ledger: { console: {} } as never,
    metrics: {} as never,
    exposition: {} as never,
    bearer: {} as never,
    viewTokens: {} as never,
    watch: {} as never,
    streams: {} as never,
    endpoints: {} as never,
    targetPolicy: {} as never,
    relay: {} as never,
    once: {} as never,
    alarm: {} as never,
    countdown: {} as never,
    recheck: {} as never,
    auditLog: {} as never,
  });
}

/** Every route of an application, as OpenAPI writes it: `get /v1/orders/{id}`. */
export function mountedRoutes(app: ReturnType<typeof buildApp>): string[] {
  return routesBelow('', app.router as unknown as { stack: Layer[] });
}

function routesBelow(prefix: string, { stack = [] }: Layer['handle']): string[] {
  return stack.flatMap(({ rawPath, route, handle }) => {
    if (!route) return routesBelow(prefix + toTemplate(rawPath), handle);
    // `_all` is the handler that refuses other methods.
    const methods = Object.keys(route.methods).filter((method) => method !== '_all');
    return methods.map((method) => `${method} ${prefix}${toTemplate(route.path)}`);
  });
}

/** `/:id` is `/{id}`; `/` is the path of the router itself. */
function toTemplate(path: unknown): string {
  if (typeof path !== 'string') throw new Error(`not the path of a route: ${String(path)}`);
  return path === '/' ? '' : path.replaceAll(/:(\w+)/g, '{$1}');
}
