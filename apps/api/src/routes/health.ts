import { Router } from 'express';
import type { Redis } from '@order-countdown/shared/redis';
import { readiness } from '@order-countdown/shared/readiness';
import type { Ledger } from '@order-countdown/shared/ledger';

export interface HealthDependencies {
  ledger: Pick<Ledger, 'ping'>;
  redis: Redis;
}

/** `/health`: `live` while the process answers at all, `ready` while it can decide orders. */
export function healthRoutes(dependencies: HealthDependencies): Router {
  const router = Router();

  router.get('/live', (_request, response) => {
    response.json({ status: 'ok' });
  });

  /** 200 `ready`, or `degraded` without Redis; 503 `unavailable` without Postgres. */
  router.get('/ready', async (_request, response) => {
    const { isReady, ...report } = await readiness(dependencies);
    response.status(isReady ? 200 : 503).json(report);
  });

  return router;
}
