import express, { type Express } from 'express';
import type { Logger } from '@order-countdown/shared/logger';
import type { Orders } from '@order-countdown/shared/orders';
import { dashboard, type DashboardDependencies } from './dashboard.ts';
import { Problem, problemHandler } from './problem.ts';
import { healthRoutes, type HealthDependencies } from './routes/health.ts';
import { orderRoutes } from './routes/orders.ts';

export interface AppDependencies extends HealthDependencies {
  orders: Orders;
  dashboard: DashboardDependencies;
  logger: Logger;
}

const maxBodyBytes = 64 * 1024;

/** Builds the HTTP application. It listens nowhere: that is for `main.ts`, or a test. */
export function createApp(dependencies: AppDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('strict routing');

  app.use('/health', healthRoutes(dependencies));
  app.use('/admin/queues', dashboard(dependencies.dashboard));

  app.use('/v1', (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    const hasBody =
      request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
    if (hasBody && !request.is('application/json')) {
      throw new Problem('unsupported_media_type', 'Send the body as Content-Type: application/json.');
    }
    next();
  });
  app.use('/v1', express.json({ limit: maxBodyBytes, strict: false }));
  app.use('/v1/orders', orderRoutes(dependencies.orders));

  app.use((request) => {
    throw new Problem('not_found', `There is no ${request.method} ${request.path}.`);
  });
  app.use(problemHandler(dependencies.logger));
  return app;
}
