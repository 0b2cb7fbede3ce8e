import cors, { type CorsOptions } from 'cors';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Exposition } from '@order-countdown/shared/metrics/exposition';
import type { Config } from '@order-countdown/shared/platform/config';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { createAdmin, type AdminSettings } from './admin/admin.ts';
import { allow, identify, type Authenticators } from './auth/authenticate.ts';
import { identityOf } from './auth/caller.ts';
import { limitRate } from './auth/rate-limit.ts';
import { createTokenGuard } from './auth/token-guard.ts';
import type { ViewTokens } from './auth/view-token.ts';
import { docsAssets, getDocs } from './docs/docs-page.ts';
import { landing } from './docs/landing.ts';
import { limitAddresses } from './auth/address-limit.ts';
import type { Connections } from './http/connections.ts';
import { refuseUnexpectedHosts } from './http/expected-host.ts';
import type { HealthDependencies } from './http/health.ts';
import { isStream } from './http/admission.ts';
import { mount } from './http/mount.ts';
import { problemHandler } from './http/problem-handler.ts';
import { Problem } from './http/problem.ts';
import { observeRequests } from './http/request-log.ts';
import type { HttpMetrics } from './http/request-metrics.ts';
import { storyOf } from './http/story.ts';
import { createDocument } from './openapi.ts';
import type { OrderDependencies } from './orders/dependencies.ts';
import { apiRoutes, docsRoutes } from './routes.ts';
import type { StreamDependencies } from './stream/stream-order.ts';
import type { WebhookDependencies } from './webhooks/dependencies.ts';

export interface AppDependencies
  extends HealthDependencies, OrderDependencies, Omit<StreamDependencies, 'orders'>, WebhookDependencies {
  admin: AdminSettings;
  logger: Logger;
  metrics: HttpMetrics;
  connections: Pick<Connections, 'exempt'>;
  exposition: Exposition;
  verifyBearer: Authenticators['verifyBearer'];
  viewTokens: ViewTokens;
  /** See the variables of the configuration with these names. */
  config: Pick<
    Config,
    | 'NODE_ENV'
    | 'HOST'
    | 'ALLOWED_HOSTS'
    | 'CORS_ORIGINS'
    | 'HSTS_INCLUDE_SUBDOMAINS'
    | 'RATE_LIMIT_PER_MINUTE'
    | 'TRUST_PROXY'
  >;
}

/** Builds the HTTP application. It does not listen: `main.ts` does. */
export function createApp(dependencies: AppDependencies): Express {
  const { config } = dependencies;
  const app = express();
  app.set('trust proxy', config.TRUST_PROXY);
  app.disable('x-powered-by');
  app.disable('etag');

  app.use(observeRequests(dependencies));
  app.use(refuseUnexpectedHosts(config));
  app.use(
    helmet({
      // Behind a proxy that ends TLS we speak plain HTTP: browsers must not be sent to https on this port.
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      // Other services on subdomains may not have TLS.
      strictTransportSecurity: { includeSubDomains: config.HSTS_INCLUDE_SUBDOMAINS },
    }),
  );
  if (config.CORS_ORIGINS.length > 0) app.use('/v1', cors(corsOptions(config.CORS_ORIGINS)));

  const limitStrangers = limitAddresses({ perMinute: config.RATE_LIMIT_PER_MINUTE });
  app.use((request, response, next) =>
    hasOwnLimit.test(request.path) ? next() : limitStrangers(request, response, next),
  );
  app.use(landing());
  app.use(docsAssets());
  const openapi = JSON.stringify(createDocument());
  app.use(mount([...docsRoutes, { ...getDocs, path: '/docs/' }], { openapi }, allow, { strict: true }));
  app.use('/admin', createAdmin({ ...dependencies, ...dependencies.admin, limitStrangers }));

  const guard = createTokenGuard({ perMinute: config.RATE_LIMIT_PER_MINUTE });
  app.use('/v1', noStore, identify(dependencies, guard));
  app.use('/v1', exemptBackendStreams(dependencies));
  app.use('/v1', limitRate({ redis: dependencies.redis, perMinute: config.RATE_LIMIT_PER_MINUTE }));
  app.use(mount(apiRoutes, dependencies, allow));

  app.use((request, response) => {
    throw new Problem('not_found', `There is no ${request.method} ${storyOf(response).path}.`);
  });
  app.use(problemHandler(dependencies.logger));
  return app;
}

/** Health is never limited; the API counts callers, and the dashboard those who have not signed in. */
const hasOwnLimit = /^\/(v1|admin|health|metrics)(\/|$)/i;

/** Orders change: no cache may answer instead of us. */
const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

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
  methods: ['GET', 'HEAD', 'POST', 'DELETE'],
  allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID', 'X-Request-Id'],
  exposedHeaders: ['Idempotency-Replayed', 'Location', 'RateLimit', 'Retry-After', 'X-Request-Id'],
  maxAge: 600,
});
