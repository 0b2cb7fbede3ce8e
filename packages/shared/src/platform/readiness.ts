import { within } from './within.ts';

export interface Readiness {
  /** Orders can be decided: Postgres answers. */
  isReady: boolean;
  /** `degraded`: Redis is away. Everything goes on, and the sweep cancels in place of the alarms. */
  status: 'ready' | 'degraded' | 'unavailable';
  postgres: 'up' | 'down';
  redis: 'up' | 'down';
}

export interface Pingable {
  /** Resolves when it answers. */
  ping(): Promise<unknown>;
}

const probeTimeLimitMs = 1_000;

/** Asks both stores, for a second at most. */
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
