import { randomUUID } from 'node:crypto';
import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { backendToken } from '@order-countdown/test/tokens';
import type { Contender } from './contender.ts';
import { ours } from './ours.ts';
import { peer } from './peer.ts';
import { rabbitmqUnavailable, startRabbitmq } from './rabbitmq.ts';

export const tutorial = peer('tutorial');

/** All that place orders and cancel each at its deadline. */
export const contenders: readonly Contender[] = [
  ours,
  tutorial,
  peer('bullmq-postgres'),
  peer('pg-boss'),
  peer('graphile-worker'),
  peer('rabbitmq', { unavailable: rabbitmqUnavailable, startService: startRabbitmq }),
  peer('keyspace-notifications'),
  peer('cron-poll'),
];

/** What Express alone costs. */
export const expressAlone = limit('express-alone');
export const expressAuthenticated = limit('express-authenticated');

function limit(name: string): Contender {
  const started = peer(name, { env: { JWT_SECRET: developmentSecrets.AUTH_JWT_SECRET } });
  return {
    name: `limit: ${name}`,
    isLimit: true,
    async start(...given) {
      const running = await started.start(...given);
      const headers = { ...running.headers, Authorization: `Bearer ${backendToken}` };
      const ids = Array.from({ length: 30_000 }, randomUUID);
      const none = { pending: 0, paid: 0, cancelled: 0, early: 0 };
      return { ...running, headers, pendingIds: async () => [...ids], count: async () => none };
    },
  };
}
