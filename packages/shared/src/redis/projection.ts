import type { Order } from '../order/order.ts';
import { coalesce } from '../platform/coalesce.ts';
import type { Logger } from '../platform/logger.ts';
import { within } from '../platform/within.ts';
import type { Alarm, AlarmDraft } from './alarm.ts';
import { requireAnswering, type Line } from './answering.ts';
import type { Countdown } from './countdown.ts';
import { isStale } from './staleness.ts';

/**
 * Updates the alarm and the countdown key of an order after each commit.
 *
 * No method throws, and none takes longer than {@link projectionTimeLimitMs}. A missed write is repaired within
 * seconds by a worker, which follows the ledger's events.
 */
export interface Projection {
  /** The countdown of a pending order started. */
  started(decided: ProjectedOrder): Promise<void>;
  /** The deadline of a pending order moved, or its countdown tells something else. Without time left, it is due now. */
  moved(decided: ProjectedOrder): Promise<void>;
  /** The order is paid or cancelled. */
  ended(decided: ProjectedOrder): Promise<void>;
}

/** An order as the ledger answered, and when it was asked, by `performance.now()`. */
export interface ProjectedOrder {
  order: Order;
  askedAtMs: number;
  /** That its alarm will belong to, where it is traced. */
  traceparent?: string | undefined;
}

export const projectionTimeLimitMs = 220;

export interface ProjectionDependencies {
  alarm: Pick<Alarm, 'arm' | 'disarm' | 'rearm'>;
  countdown: Pick<Countdown, 'set' | 'clear'>;
  /** To the server of both. */
  line: () => Line;
  /** Is given the orders whose write may arrive too late for the worker that follows. */
  recheck: (ids: readonly string[]) => void;
  logger: Logger;
  observer?: ProjectionObserver;
}

/** Notified of missed writes. */
export interface ProjectionObserver {
  failed(step: keyof Projection, orders: number): void;
}

export function createProjection(dependencies: ProjectionDependencies): Projection {
  const { alarm, countdown, line, recheck, logger, observer } = dependencies;

  function missed(step: keyof Projection, orders: number, error: unknown): void {
    logger.warn({ err: error, step, orders }, 'projection failed, a worker will repair it');
    observer?.failed(step, orders);
  }

  function projecting(step: keyof Projection, project: (set: readonly ProjectedOrder[]) => Promise<unknown>) {
    const inSets = coalesce<ProjectedOrder, void>(`projection: ${step}`, async (set) => {
      await project(set).catch((error: unknown) => missed(step, set.length, error));
      return set.map(() => undefined);
    });
    // `inSets` throws Overloaded beyond its limit. That is a missed write like any other.
    return (decided: ProjectedOrder) => inSets(decided).catch((error: unknown) => missed(step, 1, error));
  }

  /**
   * An order that runs may have ended meanwhile. If it was decided so long ago that a worker has already looked, nothing
   * is written; and if the write takes that long, or its end is not known, the order is checked again.
   */
  const writing = (
    step: keyof Projection,
    write: (orders: readonly Order[], alarms: readonly AlarmDraft[]) => Promise<unknown>,
  ) =>
    async function writeInTime(set: readonly ProjectedOrder[]): Promise<void> {
      // Nothing is sent, so nothing can arrive late.
      requireAnswering(line());
      const late = set.filter(({ askedAtMs }) => isStale(askedAtMs));
      const inTime = set.filter((each) => !late.includes(each));
      if (late.length > 0) missed(step, late.length, new Error('the ledger was asked too long ago'));
      let isWritten = false;
      try {
        if (inTime.length > 0)
          await within(projectionTimeLimitMs, write(ordersOf(inTime), inTime.map(alarmOf)));
        isWritten = true;
      } finally {
        const unsure = isWritten ? inTime.filter(({ askedAtMs }) => isStale(askedAtMs)) : inTime;
        recheck(ordersOf([...late, ...unsure]).map(({ id }) => id));
      }
    };

  return {
    started: projecting(
      'started',
      writing('started', (orders, alarms) => Promise.all([countdown.set(orders), alarm.arm(alarms)])),
    ),
    // Remove and add instead of changing the delay, which would leave the old time in the dashboard.
    moved: projecting(
      'moved',
      writing('moved', (orders, alarms) =>
        Promise.all([
          countdown.set(orders),
          countdown.clear(orders.filter(({ remainingMs }) => remainingMs === 0)),
          alarm.rearm(alarms),
        ]),
      ),
    ),
    // An order that ended stays so: this can't be too late.
    ended: projecting('ended', async (set) => {
      requireAnswering(line());
      const orders = ordersOf(set);
      const ids = orders.map(({ id }) => id);
      await within(projectionTimeLimitMs, Promise.all([alarm.disarm(ids), countdown.clear(orders)]));
    }),
  };
}

const ordersOf = (set: readonly ProjectedOrder[]): Order[] => set.map(({ order }) => order);

const alarmOf = ({ order: { id, remainingMs }, traceparent }: ProjectedOrder): AlarmDraft => ({
  id,
  remainingMs,
  traceparent,
});
