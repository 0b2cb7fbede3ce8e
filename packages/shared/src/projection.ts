import type { Alarm } from './alarm.ts';
import type { Changes } from './changes.ts';
import { coalesce } from './coalesce.ts';
import type { Countdown } from './countdown.ts';
import type { Logger } from './logger.ts';
import type { Order } from './order.ts';
import type { Redis } from './redis.ts';
import { within } from './within.ts';

/**
 * What Redis is told after a commit, and only then. It never throws and never takes longer than
 * {@link projectionTimeLimitMs}: the ledger has decided, and what Redis misses is reconciled later.
 */
export interface Projection {
  /** The countdown of a pending order has begun. It is not announced: nobody can watch it yet. */
  started(order: Order): Promise<void>;
  /** The deadline of a pending order has moved. */
  moved(order: Order): Promise<void>;
  /** The order is paid or cancelled. */
  ended(order: Order): Promise<void>;
  /** Its timeline tells more, and neither its countdown nor its alarm is touched. */
  noted(id: string): Promise<void>;
}

export const projectionTimeLimitMs = 220;

/**
 * Says that Redis agrees with the ledger: every pending order had its alarm and countdown key when
 * it was written, and nobody has missed a write since. Whoever misses one deletes it. Its value is the
 * id of the Redis server's run, which a restart changes.
 */
export const reconciledKey = 'reconciled';

export interface ProjectionDependencies {
  redis: Redis;
  alarm: Pick<Alarm, 'arm' | 'disarm' | 'rearm'>;
  countdown: Pick<Countdown, 'set' | 'clear'>;
  changes: Changes;
  logger: Logger;
  observer?: ProjectionObserver;
}

/** Hears of what Redis could not be told. */
export interface ProjectionObserver {
  failed(step: string, orders: number): void;
}

export function createProjection(dependencies: ProjectionDependencies): Projection {
  const { redis, alarm, countdown, changes, logger, observer } = dependencies;
  const askForReconciliation = createReconciliationRequest(redis);

  function projecting(step: string, project: (orders: readonly Order[]) => Promise<unknown>) {
    return coalesce<Order, void>(async (orders) => {
      try {
        await within(projectionTimeLimitMs, project(orders));
      } catch (error) {
        logger.warn({ err: error, step, orders: orders.length }, 'projection failed, to be reconciled');
        observer?.failed(step, orders.length);
        askForReconciliation();
      }
      return orders.map(() => undefined);
    });
  }

  return {
    started: projecting('started', (orders) => Promise.all([countdown.set(orders), alarm.arm(orders)])),
    // Removed and added: the dashboard goes on showing the old time of a job whose delay is changed.
    moved: projecting('moved', (orders) =>
      Promise.all([
        countdown.set(orders),
        alarm.rearm(orders),
        ...orders.map(({ id }) => changes.announce(id)),
      ]),
    ),
    noted: (id) => changes.announce(id),
    ended: projecting('ended', (orders) =>
      Promise.all([
        alarm.disarm(orders.map(({ id }) => id)),
        countdown.clear(orders),
        ...orders.map(({ id }) => changes.announce(id)),
      ]),
    ),
  };
}

/** Deletes the key as soon as Redis can be reached: now, or when the connection is ready again. */
function createReconciliationRequest(redis: Redis): () => void {
  let asked = 0;
  let answered = 0;

  function send(): void {
    const upTo = asked;
    if (answered === upTo) return;
    redis.del(reconciledKey).then(
      () => (answered = Math.max(answered, upTo)),
      () => undefined,
    );
  }

  redis.on('ready', send);
  return () => {
    asked += 1;
    send();
  };
}
