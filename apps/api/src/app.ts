import cors, { type CorsOptions } from 'cors';
import express, { Router, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Exposition } from '@order-countdown/shared/metrics/exposition';
import type { Config } from '@order-countdown/shared/platform/config';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { isTracing } from '@order-countdown/shared/platform/tracing';
import { createAdmin, type AdminDependencies, type AdminSettings } from './admin/admin.ts';
import { allow, identify, type Authenticators } from './auth/authenticate.ts';
import { identityOf } from './auth/caller.ts';
import { limitRate } from './auth/rate-limit.ts';
import { createTokenGuard } from './auth/token-guard.ts';
import type { ViewTokens } from './auth/view-token.ts';
import { getDocs } from './docs/docs-page.ts';
import { landing } from './docs/landing.ts';
import { limitAddresses } from './auth/address-limit.ts';
import { builtAssets } from './http/built-assets.ts';
import { built } from './http/built.ts';
import { elementModule } from './http/element-module.ts';
import type { Connections } from './http/connections.ts';
import { onlyOurOwn } from './http/content-policy.ts';
import { refuseUnexpectedHosts } from './http/expected-host.ts';
import type { HealthDependencies } from './http/health.ts';
import { isStream } from './http/admission.ts';
import { secureJson } from './http/json-headers.ts';
import { mount } from './http/mount.ts';
import { problemHandler } from './http/problem-handler.ts';
import { Problem } from './http/problem.ts';
import { keepPattern, observeRequests } from './http/request-log.ts';
import type { HttpMetrics } from './http/request-metrics.ts';
import { storyOf } from './http/story.ts';
import { traceRequests } from './http/trace-requests.ts';
import { createDocument } from './openapi.ts';
import type { OrderDependencies } from './orders/dependencies.ts';
import type { ErasureDependencies } from './orders/erase.ts';
import type { FeedDependencies } from './orders/feed.ts';
import { apiRoutesFor, docsRoutes, serviceRoutes } from './routes.ts';
import { createShop } from './shop/shop.ts';
import type { StreamDependencies } from './stream/stream-order.ts';
import type { WebhookDependencies } from './webhooks/dependencies.ts';

export interface AppDependencies
  extends
    HealthDependencies,
    OrderDependencies,
    FeedDependencies,
    ErasureDependencies,
    Omit<StreamDependencies, 'orders'>,
    WebhookDependencies,
    Omit<AdminDependencies, keyof AdminSettings | 'limits' | 'limitStrangers'> {
  ledger: HealthDependencies['ledger'] & AdminDependencies['ledger'];
  admin: AdminSettings;
  logger: Logger;
  metrics: HttpMetrics;
  connections: Pick<Connections, 'exempt'>;
  exposition: Exposition;
  bearer: Authenticators['bearer'];
  viewTokens: ViewTokens;
  /** See the variables of the configuration with these names. */
  config: Pick<
    Config,
    | 'NODE_ENV'
    | 'HOST'
    | 'ALLOWED_HOSTS'
    | 'CORS_ORIGINS'
    | 'HSTS_INCLUDE_SUBDOMAINS'
    | 'API_PROCESSES'
    | 'RATE_LIMIT_PER_MINUTE'
    | 'RETENTION_DAYS'
    | 'TRUST_PROXY'
    | 'AUTH_JWT_SECRET'
    | 'AUTH_ISSUER'
    | 'AUTH_AUDIENCE'
  >;
}

/** Builds the HTTP application. It does not listen: `process.ts` does. */
export function createApp(dependencies: AppDependencies): Express {
  const { config } = dependencies;
  const app = express();
  app.set('trust proxy', config.TRUST_PROXY);
  app.disable('x-powered-by');
  app.disable('etag');

  app.use(observeRequests(dependencies));
  if (isTracing()) app.use(traceRequests);
  app.use(refuseUnexpectedHosts(config));
  // Before all else: what comes first costs the others something for each request.
  app.use(apiPrefix, api(dependencies));
  app.use(
    helmet({
      // Behind a proxy that ends TLS we speak plain HTTP: browsers must not be sent to https on this port.
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      // Other services on subdomains may not have TLS.
      strictTransportSecurity: { includeSubDomains: config.HSTS_INCLUDE_SUBDOMAINS },
    }),
  );
  const limits = { perMinute: config.RATE_LIMIT_PER_MINUTE, processes: config.API_PROCESSES };
  const limitStrangers = limitAddresses(limits);
  const shop = createShop({ ...dependencies, built, limitStrangers });
  if (shop) app.use('/shop', shop.routes);
  app.use((request, response, next) =>
    hasOwnLimit.test(request.path) ? next() : limitStrangers(request, response, next),
  );
  app.use(landing(shop?.page ?? []));
  app.use(builtAssets(built));
  app.use(elementModule(built));
  app.use('/docs', onlyOurOwn);
  const docs = { document: createDocument(apiRoutesFor(config)), built };
  app.use(mount([...docsRoutes, { ...getDocs, path: '/docs/' }], docs, allow, { strict: true }));
  app.use('/admin', createAdmin({ ...dependencies, ...dependencies.admin, limits, limitStrangers }));

  app.use(mount(serviceRoutes, dependencies, allow));

  app.use((request, response) => {
    throw new Problem('not_found', `There is no ${request.method} ${storyOf(response).path}.`);
  });
  app.use(problemHandler(dependencies.logger, config.RETENTION_DAYS));
  return app;
}

const apiPrefix = '/v1';

/** Everything below {@link apiPrefix}. A path that no route has is left to the application. */
function api(dependencies: AppDependencies): Router {
  const { CORS_ORIGINS, RATE_LIMIT_PER_MINUTE: perMinute, API_PROCESSES: processes } = dependencies.config;
  const router = Router();
  router.use(secureJson(dependencies.config));
  if (CORS_ORIGINS.length > 0) router.use(cors(corsOptions(CORS_ORIGINS)));
  router.use(identify(dependencies, createTokenGuard({ perMinute })));
  router.use(exemptBackendStreams(dependencies));
  router.use(limitRate({ redis: dependencies.redis, perMinute, processes }));
  router.use(
    mount<AppDependencies>(apiRoutesFor(dependencies.config), dependencies, allow, { below: apiPrefix }),
  );
  router.use(keepPattern);
  return router;
}

/** Health is never limited; the API counts callers, and the dashboard those who have not signed in. */
const hasOwnLimit = /^\/(v1|admin|health|metrics)(\/|$)/i;

/** A backend passes on the streams of many shoppers. */
const exemptBackendStreams =
  (dependencies: Pick<AppDependencies, 'connections'>): RequestHandler =>
  (request, response, next) => {
    const isBackend = identityOf(response).caller?.kind === 'backend';
    if (isBackend && isStream(request.path)) dependencies.connections.exempt(request.socket, response);
    next();
  };

/** For pages of the configured origins. They authenticate by token, never by cookie. */
const corsOptions = (origins: readonly string[]): CorsOptions => ({
  origin: [...origins],
  methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Idempotency-Key',
    'Last-Event-ID',
    'X-Request-Id',
    'traceparent',
  ],
  exposedHeaders: ['Idempotency-Replayed', 'Location', 'RateLimit', 'Retry-After', 'X-Request-Id'],
  maxAge: 600,
});
