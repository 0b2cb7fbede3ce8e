import { createServer, type Server } from 'node:http';
import { readiness } from '@order-countdown/shared/readiness';
import type { Ledger } from '@order-countdown/shared/ledger';
import type { Redis } from '@order-countdown/shared/redis';

export interface HealthDependencies {
  ledger: Pick<Ledger, 'ping'>;
  redis: Redis;
}

/** `/health/live` and `/health/ready` of a process that has no other HTTP. */
export function createHealthServer(dependencies: HealthDependencies): Server {
  return createServer((request, response) => {
    void answer(request.url, dependencies).then(([status, body]) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
}

async function answer(url: string | undefined, dependencies: HealthDependencies): Promise<[number, object]> {
  if (url === '/health/live') return [200, { status: 'ok' }];
  if (url !== '/health/ready') return [404, { status: 'not found' }];
  const { isReady, ...report } = await readiness(dependencies);
  return [isReady ? 200 : 503, report];
}
