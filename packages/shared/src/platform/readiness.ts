import { within } from './within.ts';

export interface Readiness {
  /** Postgres answers, so commands can be decided. */
  isReady: boolean;
  /** `degraded`: Redis is down, or without Redis the queues in Postgres can't be used. Everything goes on, and the sweep cancels orders instead of the alarms. */
  status: 'ready' | 'degraded' | 'unavailable';
  postgres: 'up' | 'down';
  /** `none`: the service is run without it. */
  redis: 'up' | 'down' | 'none';
}

export interface Pingable {
  /** Resolves when the store answers. */
  ping(): Promise<unknown>;
}

export interface ReadinessDependencies {
  ledger: Pingable;
  /** Null: the service is run without it. */
  redis: Pingable | null;
  /** Of the queues: `ready` if they can be used. It tells at once, and is asked where there is no Redis. */
  connection: { readonly status: string };
}

export interface ReadinessOptions {
  /** How long an answer is used again, in milliseconds from the beginning of its check. */
  reuseMs?: number;
  /** Milliseconds on a clock that never goes back. */
  now?: () => number;
}

const probeTimeLimitMs = 1_000;

/**
 * Anyone may ask, as often as they like: a check for each would take all connections of the pool, and its own answer would
 * then be that Postgres is down. So all who ask at about the same time share a check.
 *
 * @returns pings both stores and waits for up to a second; never throws
 */
export function createReadiness(
  { ledger, redis, connection }: ReadinessDependencies,
  { reuseMs = 100, now = () => performance.now() }: ReadinessOptions = {},
): () => Promise<Readiness> {
  let check: Promise<Readiness> | null = null;
  let isRunning = false;
  let beganAtMs = 0;

  async function run(): Promise<Readiness> {
    isRunning = true;
    beganAtMs = now();
    const [postgres, cache] = await Promise.all([isUp(ledger), redis ? isUp(redis) : ('none' as const)]);
    isRunning = false;
    const hasQueues = redis ? cache === 'up' : connection.status === 'ready';
    const status = postgres === 'down' ? 'unavailable' : hasQueues ? 'ready' : 'degraded';
    return { isReady: postgres === 'up', status, postgres, redis: cache };
  }

  return () => {
    if (!check || (!isRunning && now() - beganAtMs >= reuseMs)) check = run();
    return check;
  };
}

async function isUp(store: Pingable): Promise<'up' | 'down'> {
  try {
    await within(probeTimeLimitMs, store.ping());
    return 'up';
  } catch {
    return 'down';
  }
}
