import cors, { type CorsOptions } from 'cors';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '@order-countdown/shared/platform/config';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Exposition } from '@order-countdown/shared/metrics/exposition';
import type { HttpMetrics } from './http/request-metrics.ts';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { createAdmin, type AdminSettings } from './admin/admin.ts';
import { identify, type Authenticators } from './auth/authenticate.ts';
import type { ViewTokens } from './auth/view-token.ts';
import { forRequests, metricsRoute, noteProblem, observeRequests } from './http/request-log.ts';
import { documentation } from './docs/routes.ts';
import { Problem, problemHandler } from './http/problem.ts';
import { limitRate } from './auth/rate-limit.ts';
import { healthRoutes, type HealthDependencies } from './http/health.ts';
import { orderRoutes } from './orders/routes.ts';
import { webhookRoutes, type WebhookRoutesDependencies } from './webhooks/routes.ts';
import type { StreamDependencies } from './stream/stream-order.ts';

export interface AppDependencies extends HealthDependencies, Pick<StreamDependencies, 'watch' | 'streams'> {
  orders: Orders;
  admin: AdminSettings;
  logger: Logger;
  metrics: HttpMetrics;
  exposition: Exposition;
  webhooks: WebhookRoutesDependencies;
  verifyBearer: Authenticators['verifyBearer'];
  viewTokens: ViewTokens;
  /** See the variables of the configuration with these names. */
  config: Pick<Config, 'CORS_ORIGINS' | 'RATE_LIMIT_PER_MINUTE' | 'TRUST_PROXY'>;
}

/** Builds the HTTP application. It listens nowhere: that is for `main.ts`, or a test. */
export function createApp(dependencies: AppDependencies): Express {
  const { config } = dependencies;
  const app = express();
  app.set('trust proxy', config.TRUST_PROXY);
  app.disable('x-powered-by');
  app.disable('etag');

  app.use(observeRequests(dependencies));
  // Over plain HTTP, as behind a proxy that ends TLS, a browser must not be sent to https on this port.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  if (config.CORS_ORIGINS.length > 0) app.use('/v1', cors(corsOptions(config.CORS_ORIGINS)));

  app.use(documentation());
  app.use('/health', healthRoutes(dependencies));
  app.use(metricsRoute(dependencies.exposition));
  app.use('/admin', createAdmin({ ...dependencies, ...dependencies.admin }));

  app.use('/v1', noStore, identify(dependencies));
  app.use('/v1', limitRate({ redis: dependencies.redis, perMinute: config.RATE_LIMIT_PER_MINUTE }));
  app.use('/v1/orders', orderRoutes(dependencies));
  app.use('/v1/webhook-endpoints', webhookRoutes(dependencies.webhooks));

  app.use((request) => {
    throw new Problem('not_found', `There is no ${request.method} ${request.path}.`);
  });
  app.use(noteProblem, problemHandler(forRequests(dependencies.logger)));
  return app;
}

/** Orders change under their address: no cache may answer in our place. */
const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** For pages of other origins, by name alone. They authenticate by token, never by cookie. */
const corsOptions = (origins: readonly string[]): CorsOptions => ({
  origin: [...origins],
  methods: ['GET', 'HEAD', 'POST', 'DELETE'],
  allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID', 'X-Request-Id'],
  exposedHeaders: ['Idempotency-Replayed', 'Location', 'RateLimit', 'Retry-After', 'X-Request-Id'],
  maxAge: 600,
});
