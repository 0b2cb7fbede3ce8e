import { Router } from 'express';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { readiness } from '@order-countdown/shared/platform/readiness';
import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import { address } from './methods.ts';

export interface HealthDependencies {
  ledger: Pick<Ledger, 'ping'>;
  redis: Redis;
}

/** `/health`: `live` while the process answers at all, `ready` while it can decide orders. */
export function healthRoutes(dependencies: HealthDependencies): Router {
  const router = Router();

  address(router, '/live', {
    get: [(_request, response) => void response.json({ status: 'ok' })],
  });

  address(router, '/ready', {
    /** 200 `ready`, or `degraded` without Redis; 503 `unavailable` without Postgres. */
    get: [
      async (_request, response) => {
        const { isReady, ...report } = await readiness(dependencies);
        response.status(isReady ? 200 : 503).json(report);
      },
    ],
  });

  return router;
}
