import type { Ledger } from './ledger.ts';
import type { Redis } from './redis.ts';
import { within } from './within.ts';

export interface Readiness {
  /** Orders can be decided: Postgres answers. */
  isReady: boolean;
  /** `degraded`: Redis is away; everything goes on, the sweep cancels in place of the alarms. */
  status: 'ready' | 'degraded' | 'unavailable';
  postgres: 'up' | 'down';
  redis: 'up' | 'down';
}

const probeTimeLimitMs = 1_000;

/** Asks both stores, for a second at most. */
export async function readiness(stores: { ledger: Pick<Ledger, 'ping'>; redis: Redis }): Promise<Readiness> {
  const [postgres, redis] = await Promise.all([
    isUp(() => stores.ledger.ping()),
    isUp(() => stores.redis.ping()),
  ]);
  const status = postgres === 'down' ? 'unavailable' : redis === 'down' ? 'degraded' : 'ready';
  return { isReady: postgres === 'up', status, postgres, redis };
}

async function isUp(ping: () => Promise<unknown>): Promise<'up' | 'down'> {
  try {
    await within(probeTimeLimitMs, ping());
    return 'up';
  } catch {
    return 'down';
  }
}
