import { newAttemptId } from '../order/attempt-id.ts';
import type { PaymentAttempt } from '../order/attempt.ts';
import type { OrderEvent } from '../order/events.ts';
import { newOrderId } from '../order/order-id.ts';
import { isPaymentInProgress, reminderLead, type Order, type OrderStatus } from '../order/order.ts';
import type { Refund } from '../order/refund.ts';
import type { AdvanceCommand, Advanced, AdvanceVerdict } from '../ledger/advance.ts';
import type { CancelCommand, CancelVerdict } from '../ledger/cancel.ts';
import type { ExpireVerdict, SweptOrder } from '../ledger/expire.ts';
import type { ExtendCommand, Extended, ExtendVerdict } from '../ledger/extend.ts';
import type { FailPaymentCommand, FailPaymentVerdict } from '../ledger/fail-payment.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { OrderPage, OrderQuery } from '../ledger/list.ts';
import type { PayCommand, PayVerdict } from '../ledger/pay.ts';
import type { Repeat, Repeated } from '../ledger/once.ts';
import type { OrderDraft, PlaceVerdict } from '../ledger/place.ts';
import type { RefundCommand, RefundVerdict } from '../ledger/refund.ts';
import type { RefundPage, RefundQuery } from '../ledger/refunds.ts';
import type { TimelinePage, TimelineQuery } from '../ledger/read.ts';
import type { Started, StartPaymentCommand, StartPaymentVerdict } from '../ledger/start-payment.ts';
import type { UpdateCommand, UpdateVerdict } from '../ledger/update.ts';
import { currentTraceparent } from '../platform/tracing.ts';
import { within } from '../platform/within.ts';
import type { Countdown, RunningCountdown } from '../redis/countdown.ts';
import { projectionTimeLimitMs } from '../redis/projection.ts';
import type { Command, Outcomes } from './decisions.ts';
import type { FollowUp } from './follow-up.ts';

export interface PlaceCommand extends Omit<OrderDraft, 'id' | 'windowSeconds' | 'reminderLeadSeconds'> {
  /** 1 to 2,592,000 (30 days); null: the default window. */
  windowSeconds: number | null;
}

export type { FailPaymentVerdict } from '../ledger/fail-payment.ts';
export type { PlaceVerdict } from '../ledger/place.ts';
export type { StartPaymentVerdict } from '../ledger/start-payment.ts';
export type { UpdateCommand, UpdateVerdict } from '../ledger/update.ts';

/** The remaining time, on the database's clock. */
export interface CountdownView {
  id: string;
  customerId: string | null;
  status: OrderStatus;
  payBy: Date;
  expiresAt: Date;
  serverTime: Date;
  remainingMs: number;
  paymentInProgress: boolean;
}

/**
 * Commands and queries on orders. Each command decides in the ledger, then follows up.
 *
 * Every method throws `LedgerUnavailable` if Postgres can't answer, and `Overloaded` if too many calls are waiting
 * for it. No method fails because of Redis.
 */
export interface Orders {
  /** Places an order, or returns the one that an earlier request with the same idempotency key placed. */
  place(command: PlaceCommand): Promise<PlaceVerdict>;
  /** A customer's refused payments are recorded up to a limit, a backend's always. */
  pay(command: Omit<PayCommand, 'maxRefused'>): Promise<PayVerdict>;
  cancel(command: CancelCommand): Promise<CancelVerdict>;
  /** Moves the deadline of an order that can still be paid, to at most 30 days from its creation. */
  extend(command: ExtendCommand, repeat?: Repeat<Extended>): Promise<ExtendVerdict | Repeated>;
  /** Changes what an order that can still be paid is about. */
  update(command: UpdateCommand): Promise<UpdateVerdict>;
  /** Brings the deadline and the reminder of an order that can still be paid nearer, to try things out. */
  advance(command: AdvanceCommand, repeat?: Repeat<Advanced>): Promise<AdvanceVerdict | Repeated>;
  /** Starts a payment attempt of an order that can still be paid, which holds it for a while. */
  startPayment(
    command: Omit<StartPaymentCommand, 'attemptId' | 'holdSeconds'>,
    repeat?: Repeat<Started>,
  ): Promise<StartPaymentVerdict | Repeated>;
  /** Ends an open payment attempt that came to nothing, and its hold. */
  failPayment(command: FailPaymentCommand): Promise<FailPaymentVerdict>;
  /** Records that a refund was made, once. */
  refund(command: RefundCommand): Promise<RefundVerdict>;
  /** Cancels the order if it is unpaid and at or past its deadline. */
  expire(id: string): Promise<ExpireVerdict>;
  /**
   * Cancels up to `limit` overdue orders, the most overdue first.
   * @returns the cancelled orders; fewer than `limit` if there are no more, or others are locked
   */
  sweep(limit: number): Promise<SweptOrder[]>;
  /** Writes up to `limit` reminders that are due. @returns the orders' ids; fewer than `limit` if no more are due */
  remind(limit: number): Promise<string[]>;

  read(id: string): Promise<Order | null>;
  list(query: OrderQuery): Promise<OrderPage>;
  readRefund(id: string): Promise<Refund | null>;
  listRefunds(query: RefundQuery): Promise<RefundPage>;
  countdown(id: string): Promise<CountdownView | null>;
  /** The payment attempts of an order, oldest first, 20 at most; empty if there is no such order. */
  attempts(id: string): Promise<PaymentAttempt[]>;
  /** All events of an order, oldest first; empty if there is no such order. */
  timeline(id: string): Promise<OrderEvent[]>;
  /** A page of the events of an order, oldest first; empty if there is no such order. */
  timelinePage(query: TimelineQuery): Promise<TimelinePage>;
}

export interface OrdersDependencies {
  ledger: Ledger;
  countdown: Pick<Countdown, 'read'>;
  followUp: FollowUp;
  defaultWindowSeconds: number;
  reminderLeadSeconds: number;
  /** How long a payment attempt holds its order; 0: not at all. */
  paymentHoldSeconds: number;
  /** Refused payments of an order after which those of customers are no longer recorded. */
  maxRefusedPayments: number;
}

export function createOrders(dependencies: OrdersDependencies): Orders {
  const { ledger, countdown, followUp, defaultWindowSeconds, reminderLeadSeconds } = dependencies;
  const { maxRefusedPayments: maxRefused, paymentHoldSeconds: holdSeconds } = dependencies;

  /** Runs a command on one order: decide, then follow up. */
  async function decide<Name extends Command, Verdict extends VerdictOf<Name>>(
    command: Name,
    orderId: string | null,
    deciding: Promise<Verdict>,
  ): Promise<Verdict> {
    const verdict = await reportingFailure(command, orderId, deciding);
    const { outcome, order, latenessMs, askedAtMs } = verdict;
    await followUp(command, outcome, [{ id: order?.id ?? orderId, order, latenessMs, askedAtMs }]);
    return verdict;
  }

  async function reportingFailure<Answer>(
    command: Command,
    orderId: string | null,
    deciding: Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await deciding;
    } catch (error) {
      followUp.failed(command, orderId, error);
      throw error;
    }
  }

  return {
    place(command) {
      const windowSeconds = command.windowSeconds ?? defaultWindowSeconds;
      const draft = {
        ...command,
        id: newOrderId(),
        windowSeconds,
        reminderLeadSeconds: reminderLead(windowSeconds, reminderLeadSeconds),
        traceparent: currentTraceparent(),
      };
      return decide('place', null, ledger.place(draft));
    },

    pay(command) {
      const payment = { ...command, maxRefused, traceparent: currentTraceparent() };
      return decide('pay', command.id, ledger.pay(payment));
    },
    cancel(command) {
      const cancellation = { ...command, traceparent: currentTraceparent() };
      return decide('cancel', command.id, ledger.cancel(cancellation));
    },
    extend: (command, repeat) =>
      decide('extend', command.id, ledger.extend(command, reminderLeadSeconds, repeat)),
    update: (command) => decide('update', command.id, ledger.update(command)),
    advance: (command, repeat) => decide('advance', command.id, ledger.advance(command, repeat)),
    startPayment(command, repeat) {
      const attempt = { ...command, attemptId: newAttemptId(), holdSeconds };
      return decide('startPayment', command.id, ledger.startPayment(attempt, repeat));
    },
    failPayment: (command) => decide('failPayment', command.id, ledger.failPayment(command)),
    expire: (id) => decide('expire', id, ledger.expire({ id, traceparent: currentTraceparent() })),

    async refund(command) {
      const verdict = await reportingFailure('refund', null, ledger.refunds.record(command));
      const id = verdict.outcome === 'not_found' ? null : verdict.refund.orderId;
      await followUp('refund', verdict.outcome, [{ id }]);
      return verdict;
    },

    async sweep(limit) {
      const swept = await reportingFailure('sweep', null, ledger.sweep(limit));
      await followUp('sweep', 'expired', swept);
      return swept;
    },

    async remind(limit) {
      const ids = await reportingFailure('remind', null, ledger.remind(limit));
      await followUp(
        'remind',
        'reminded',
        ids.map((id) => ({ id })),
      );
      return ids;
    },

    read: (id) => ledger.read(id),
    list: (query) => ledger.list(query),
    attempts: (id) => ledger.attempts(id),
    readRefund: (id) => ledger.refunds.read(id),
    listRefunds: (query) => ledger.refunds.list(query),
    timeline: (id) => ledger.timeline(id),
    timelinePage: (query) => ledger.timelinePage(query),

    async countdown(id) {
      const running = await tryRead(countdown, id);
      if (running) return countdownView(running, serverTimeOf(running));
      const order = await ledger.read(id);
      return order && countdownView(order, order.asOf);
    },
  };
}

interface VerdictOf<Name extends Command> {
  outcome: Outcomes[Name];
  order?: Order;
  askedAtMs?: number;
  latenessMs?: number | null;
}

/** Null if Redis fails or is slow: the ledger can answer everything. */
async function tryRead(countdown: Pick<Countdown, 'read'>, id: string) {
  try {
    return await within(projectionTimeLimitMs, countdown.read(id));
  } catch {
    return null;
  }
}

function countdownView(order: Order | RunningCountdown, serverTime: Date): CountdownView {
  return { ...order, serverTime, paymentInProgress: isPaymentInProgress(order, serverTime) };
}

/** The database's time now: the deadline minus the remaining time. */
function serverTimeOf({ expiresAt, remainingMs }: RunningCountdown): Date {
  return new Date(expiresAt.getTime() - remainingMs);
}
