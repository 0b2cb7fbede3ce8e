import type { Order } from '../order/order.ts';
import { coalesce } from '../platform/coalesce.ts';
import type { Logger } from '../platform/logger.ts';
import { within } from '../platform/within.ts';
import type { Alarm } from './alarm.ts';
import type { Countdown } from './countdown.ts';

/**
 * Updates the alarm and the countdown key of an order after each commit.
 *
 * No method throws, and none takes longer than {@link projectionTimeLimitMs}. A missed write is repaired within
 * seconds by a worker, which follows the ledger's events.
 */
export interface Projection {
  /** The countdown of a pending order started. */
  started(order: Order): Promise<void>;
  /** The deadline of a pending order moved. */
  moved(order: Order): Promise<void>;
  /** The order is paid or cancelled. */
  ended(order: Order): Promise<void>;
}

export const projectionTimeLimitMs = 220;

export interface ProjectionDependencies {
  alarm: Pick<Alarm, 'arm' | 'disarm' | 'rearm'>;
  countdown: Pick<Countdown, 'set' | 'clear'>;
  logger: Logger;
  observer?: ProjectionObserver;
}

/** Notified of missed writes. */
export interface ProjectionObserver {
  failed(step: keyof Projection, orders: number): void;
}

export function createProjection(dependencies: ProjectionDependencies): Projection {
  const { alarm, countdown, logger, observer } = dependencies;

  function missed(step: keyof Projection, orders: number, error: unknown): void {
    logger.warn({ err: error, step, orders }, 'projection failed, a worker will repair it');
    observer?.failed(step, orders);
  }

  function projecting(step: keyof Projection, project: (orders: readonly Order[]) => Promise<unknown>) {
    const inSets = coalesce<Order, void>(async (orders) => {
      await within(projectionTimeLimitMs, project(orders)).catch((error: unknown) =>
        missed(step, orders.length, error),
      );
      return orders.map(() => undefined);
    });
    // `inSets` throws Overloaded beyond its limit. That is a missed write like any other.
    return (order: Order) => inSets(order).catch((error: unknown) => missed(step, 1, error));
  }

  return {
    started: projecting('started', (orders) => Promise.all([countdown.set(orders), alarm.arm(orders)])),
    // Remove and add instead of changing the delay, which would leave the old time in the dashboard.
    moved: projecting('moved', (orders) => Promise.all([countdown.set(orders), alarm.rearm(orders)])),
    ended: projecting('ended', (orders) =>
      Promise.all([alarm.disarm(orders.map(({ id }) => id)), countdown.clear(orders)]),
    ),
  };
}
