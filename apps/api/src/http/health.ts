import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import { createReadiness } from '@order-countdown/shared/platform/readiness';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { json } from './content.ts';
import type { Draining } from './draining.ts';
import { livenessResponse, readinessResponse } from './responses.ts';
import { route } from './route.ts';

export interface HealthDependencies {
  ledger: Pick<Ledger, 'ping'>;
  /** Null: the service is run without it. */
  redis: Redis | null;
  /** Of the queues. */
  connection: Connection;
  draining: Pick<Draining, 'hasBegun'>;
}

export const getLiveness = route({
  operationId: 'getLiveness',
  method: 'get',
  path: '/health/live',
  tag: 'Service',
  summary: 'Check that the process is alive',
  description: 'Says nothing about Postgres or Redis: restarting this process would fix neither.',
  need: null,
  successes: {
    200: { description: 'It is alive.', content: json(livenessResponse, { Alive: { status: 'ok' } }) },
  },
  problems: [],
  handle: () => (_input, response) => void response.json({ status: 'ok' }),
});

export const getReadiness = route({
  operationId: 'getReadiness',
  method: 'get',
  path: '/health/ready',
  tag: 'Service',
  summary: 'Check that the service can take requests',
  description: `It can while Postgres answers, until it is told to stop. Without Redis the service is \`degraded\`: everything works, but overdue orders are
cancelled a little later.`,
  need: null,
  successes: {
    200: {
      description: 'Send requests.',
      content: json(readinessResponse, {
        Ready: { status: 'ready', postgres: 'up', redis: 'up' },
        'Redis is away': { status: 'degraded', postgres: 'up', redis: 'down' },
        'On Postgres alone': { status: 'ready', postgres: 'up', redis: 'none' },
      }),
    },
    503: {
      description: 'Send requests elsewhere.',
      content: json(readinessResponse, {
        'Without Postgres': { status: 'unavailable', postgres: 'down', redis: 'up' },
        Stopping: { status: 'stopping', postgres: 'up', redis: 'up' },
      }),
    },
  },
  problems: [],
  handle: (dependencies: HealthDependencies) => {
    const readiness = createReadiness(dependencies);
    return async (_input, response) => {
      const { isReady, ...report } = await readiness();
      if (dependencies.draining.hasBegun()) response.status(503).json({ ...report, status: 'stopping' });
      else response.status(isReady ? 200 : 503).json(report);
    };
  },
});
