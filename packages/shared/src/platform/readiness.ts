import { within } from './within.ts';

export interface Readiness {
  /** Postgres answers, so commands can be decided. */
  isReady: boolean;
  /** `degraded`: Redis is down. Everything goes on, and the sweep cancels orders instead of the alarms. */
  status: 'ready' | 'degraded' | 'unavailable';
  postgres: 'up' | 'down';
  redis: 'up' | 'down';
}

export interface Pingable {
  /** Resolves when the store answers. */
  ping(): Promise<unknown>;
}

const probeTimeLimitMs = 1_000;

/** Pings both stores and waits for up to a second. */
export async function readiness(stores: { ledger: Pingable; redis: Pingable }): Promise<Readiness> {
  const [postgres, redis] = await Promise.all([isUp(stores.ledger), isUp(stores.redis)]);
  const status = postgres === 'down' ? 'unavailable' : redis === 'down' ? 'degraded' : 'ready';
  return { isReady: postgres === 'up', status, postgres, redis };
}

async function isUp(store: Pingable): Promise<'up' | 'down'> {
  try {
    await within(probeTimeLimitMs, store.ping());
    return 'up';
  } catch {
    return 'down';
  }
}
