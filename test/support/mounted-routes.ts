import { createApp } from '@order-countdown/api/app';
import { createLogger } from '@order-countdown/shared/platform/logger';
import type { Redis } from 'ioredis';

/** What Express can be asked about its layers. `rawPath` is what the layer was mounted with. */
interface Layer {
  rawPath: unknown;
  route?: { path: unknown; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** The application as it is built for users, except that nothing in it is asked anything. */
export function buildApp(redis: Redis) {
  return createApp({
    config: { CORS_ORIGINS: [], RATE_LIMIT_PER_MINUTE: 1, TRUST_PROXY: false },
    admin: {
      queues: [],
      environment: 'test',
      appSecret: 'of no use',
      operator: { username: 'operator', password: 'of no use' },
      viewer: null,
    },
    redis,
    logger: createLogger('test', 'silent'),
    orders: {} as never,
    ledger: {} as never,
    metrics: {} as never,
    exposition: {} as never,
    verifyBearer: {} as never,
    viewTokens: {} as never,
    watch: {} as never,
    streams: {} as never,
    endpoints: {} as never,
    targetPolicy: {} as never,
    relay: {} as never,
  });
}

/** Every `METHOD /path` that an application answers, in OpenAPI's spelling: `get /v1/orders/{id}`. */
export function mountedRoutes(app: ReturnType<typeof buildApp>): string[] {
  return routesBelow('', app.router as unknown as { stack: Layer[] });
}

function routesBelow(prefix: string, { stack = [] }: Layer['handle']): string[] {
  return stack.flatMap(({ rawPath, route, handle }) => {
    if (!route) return routesBelow(prefix + toTemplate(rawPath), handle);
    // `_all`, by which other methods are refused, is none.
    const methods = Object.keys(route.methods).filter((method) => method !== '_all');
    return methods.map((method) => `${method} ${prefix}${toTemplate(route.path)}`);
  });
}

/** `/:id` is `/{id}`; `/` adds nothing to where it is mounted. */
function toTemplate(path: unknown): string {
  if (typeof path !== 'string') throw new Error(`can't tell the path of a route by ${String(path)}`);
  return path === '/' ? '' : path.replaceAll(/:(\w+)/g, '{$1}');
}
