import type { Order } from '../order/order.ts';
import { coalesce } from '../platform/coalesce.ts';
import type { Logger } from '../platform/logger.ts';
import { within } from '../platform/within.ts';
import type { Alarm } from './alarm.ts';
import type { Redis } from './connection.ts';
import type { Countdown } from './countdown.ts';
import { createMissReporter } from './reconciled.ts';

/**
 * Keeps the alarm and the countdown key of each order as the ledger decided, after the commit and only then.
 *
 * No method throws, and none takes longer than {@link projectionTimeLimitMs}: what Redis misses is reconciled later.
 */
export interface Projection {
  /** The countdown of a pending order began. */
  started(order: Order): Promise<void>;
  /** The deadline of a pending order moved. */
  moved(order: Order): Promise<void>;
  /** The order is paid or cancelled. */
  ended(order: Order): Promise<void>;
}

export const projectionTimeLimitMs = 220;

export interface ProjectionDependencies {
  redis: Redis;
  alarm: Pick<Alarm, 'arm' | 'disarm' | 'rearm'>;
  countdown: Pick<Countdown, 'set' | 'clear'>;
  logger: Logger;
  observer?: ProjectionObserver;
}

/** Is told what Redis missed. */
export interface ProjectionObserver {
  failed(step: keyof Projection, orders: number): void;
}

export function createProjection(dependencies: ProjectionDependencies): Projection {
  const { redis, alarm, countdown, logger, observer } = dependencies;
  const reportMiss = createMissReporter(redis);

  function missed(step: keyof Projection, orders: number, error: unknown): void {
    logger.warn({ err: error, step, orders }, 'projection failed, to be reconciled');
    observer?.failed(step, orders);
    reportMiss();
  }

  function projecting(step: keyof Projection, project: (orders: readonly Order[]) => Promise<unknown>) {
    const inSets = coalesce<Order, void>(async (orders) => {
      await within(projectionTimeLimitMs, project(orders)).catch((error: unknown) =>
        missed(step, orders.length, error),
      );
      return orders.map(() => undefined);
    });
    // Overloaded, which it throws past its limit, is a miss like any other.
    return (order: Order) => inSets(order).catch((error: unknown) => missed(step, 1, error));
  }

  return {
    started: projecting('started', (orders) => Promise.all([countdown.set(orders), alarm.arm(orders)])),
    // Removed and added: the dashboard keeps showing the old time of a job whose delay is changed.
    moved: projecting('moved', (orders) => Promise.all([countdown.set(orders), alarm.rearm(orders)])),
    ended: projecting('ended', (orders) =>
      Promise.all([alarm.disarm(orders.map(({ id }) => id)), countdown.clear(orders)]),
    ),
  };
}
