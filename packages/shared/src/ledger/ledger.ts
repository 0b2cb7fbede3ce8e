import { failingAlone } from '../platform/failing-alone.ts';
import { advanceOrder, type AdvanceCommand, type Advanced, type AdvanceVerdict } from './advance.ts';
import { cancelOrders, type CancelCommand, type CancelVerdict } from './cancel.ts';
import { readEpoch } from './epoch.ts';
import {
  eraseOrders,
  eraseLateAnswers,
  forgetRequestsOf,
  readDueErasures,
  requestErasures,
  type ErasureQuery,
  type RequestedErasures,
} from './erase.ts';
import {
  expireOrders,
  sweepOrders,
  type ExpireCommand,
  type ExpireVerdict,
  type SweptOrder,
} from './expire.ts';
import { readOverdue, type Overdue } from './overdue.ts';
import { ping } from './ping.ts';
import { payOrders, type PayCommand, type PayVerdict } from './pay.ts';
import { extendOrder, type ExtendCommand, type Extended, type ExtendVerdict } from './extend.ts';
import { readFeedLag, readFeedPart, type FeedPart, type FeedQuery } from './feed.ts';
import { fillFeed, type Filled, type FillOptions } from './fill-feed.ts';
import { asked, askedOnce, type Asked } from './asked.ts';
import { failPayment, type FailPaymentCommand, type FailPaymentVerdict } from './fail-payment.ts';
import { createCalls, type LedgerObserver } from './calls.ts';
import { createConsoleReads, type ConsoleReads } from './console.ts';
import { createRowQueue } from './held.ts';
import { createOnce, decideOnce, type Once, type Repeat, type Repeated } from './once.ts';
import { createRefunds, type Refunds } from './refunds.ts';
import { remindOrders } from './remind.ts';
import { listOrders, type OrderPage, type OrderQuery } from './list.ts';
import { placeOrders, type OrderDraft, type PlaceVerdict } from './place.ts';
import { readAttempts } from './read-attempts.ts';
import {
  countRunning,
  readOrders,
  readSettledAmong,
  readPendingPage,
  readTimeline,
  readTimelinePage,
  type PendingCursor,
  type TimelinePage,
  type TimelineQuery,
} from './read.ts';
import {
  readChangedPage,
  readMoment,
  type ChangedPage,
  type EventCursor,
  type EventRange,
  type Moment,
} from './recent-events.ts';
import { readEventsSince, type EventsSince, type News } from './since.ts';
import {
  startPayment,
  type Started,
  type StartPaymentCommand,
  type StartPaymentVerdict,
} from './start-payment.ts';
import { updateOrder, type UpdateCommand, type UpdateVerdict } from './update.ts';
import type { PaymentAttempt } from '../order/attempt.ts';
import type { OrderEvent } from '../order/events.ts';
import type { Order, RunningOrder } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';

/**
 * The only access to orders. Calls made while others are in flight are gathered into one statement.
 *
 * Every method throws `LedgerUnavailable` when Postgres can't answer; those that gather throw `Overloaded` when too
 * many calls are waiting; commands on one order throw `OrderHeld` when another transaction held it for 2 s.
 */
export interface Ledger {
  place: (draft: OrderDraft) => Promise<PlaceVerdict & Asked>;
  pay: (command: PayCommand) => Promise<PayVerdict & Asked>;
  cancel: (command: CancelCommand) => Promise<CancelVerdict & Asked>;
  expire: (command: ExpireCommand) => Promise<ExpireVerdict>;
  /** `reminderLeadSeconds`: time between the reminder and the deadline. */
  extend: (
    command: ExtendCommand,
    reminderLeadSeconds: number,
    repeat?: Repeat<Extended>,
  ) => Promise<(ExtendVerdict | Repeated) & Asked>;
  /** For what a client may ask for again. */
  once: Once;
  update: (command: UpdateCommand) => Promise<UpdateVerdict & Asked>;
  advance: (
    command: AdvanceCommand,
    repeat?: Repeat<Advanced>,
  ) => Promise<(AdvanceVerdict | Repeated) & Asked>;
  startPayment: (
    command: StartPaymentCommand,
    repeat?: Repeat<Started>,
  ) => Promise<(StartPaymentVerdict | Repeated) & Asked>;
  failPayment: (command: FailPaymentCommand) => Promise<FailPaymentVerdict & Asked>;
  sweep: (limit: number) => Promise<SweptOrder[]>;
  remind: (limit: number) => Promise<string[]>;
  /** Lists a part of a customer's orders to be erased. */
  requestErasures: (query: ErasureQuery) => Promise<RequestedErasures>;
  /** Orders that are to be erased and have settled. */
  dueErasures: (limit: number) => Promise<string[]>;
  /** Erases those of the orders that are to be erased and have settled. @returns their ids */
  erase: (ids: readonly string[]) => Promise<string[]>;
  forgetRequestsOf: (caller: string) => Promise<void>;
  eraseLateAnswers: () => Promise<void>;
  read: (id: string) => Promise<Order | null>;
  list: (query: OrderQuery) => Promise<OrderPage>;
  /** The payment attempts of an order, oldest first. */
  attempts: (id: string) => Promise<PaymentAttempt[]>;
  timeline: (id: string) => Promise<OrderEvent[]>;
  timelinePage: (query: TimelineQuery) => Promise<TimelinePage>;
  /** The next events of an order after a sequence. */
  eventsSince: (call: EventsSince) => Promise<News>;
  /** The events of all orders, from a position in the feed on. */
  feedPart: (query: FeedQuery) => Promise<FeedPart>;
  /** Gives the next events their positions in the feed. */
  fillFeed: (options: FillOptions) => Promise<Filled>;
  /** Milliseconds since the oldest event without a position in the feed; 0 if there is none. */
  feedLagMs: () => Promise<number>;
  /** Names one history of events: see `ledgerEpoch`. */
  epoch: () => Promise<string>;
  /** Now, for {@link Ledger.changedPage}. */
  moment: () => Promise<Moment>;
  /** The orders that had events in a range, by `limit` events. */
  changedPage: (range: EventRange, cursor: EventCursor | null, limit: number) => Promise<ChangedPage>;
  pendingPage: (cursor: PendingCursor | null, limit: number) => Promise<RunningOrder[]>;
  settledAmong: (ids: readonly string[]) => Promise<Pick<Order, 'id' | 'version'>[]>;
  countRunning: () => Promise<number>;
  overdue: () => Promise<Overdue>;
  refunds: Refunds;
  console: ConsoleReads;
  /** Resolves when Postgres answers and can write. A standby or demoted primary can't. */
  ping: () => Promise<void>;
}

/** @param maxStatementsWaiting statements that may wait for a held row: see `createRowQueue` */
export function createLedger(
  postgres: Postgres,
  observer?: LedgerObserver,
  maxStatementsWaiting = 5,
): Ledger {
  const rows = createRowQueue(maxStatementsWaiting);
  const once = createOnce(postgres, rows);
  const { inSets, onRows, byItself } = createCalls(rows, observer);

  return {
    place: inSets<OrderDraft, PlaceVerdict & Asked>('place', (drafts) =>
      failingAlone(drafts, (set) => asked(() => placeOrders(postgres, set))),
    ),
    pay: onRows<PayCommand, PayVerdict & Asked>('pay', idOf, (...set) =>
      asked(() => payOrders(postgres, ...set)),
    ),
    cancel: onRows<CancelCommand, CancelVerdict & Asked>('cancel', idOf, (...set) =>
      asked(() => cancelOrders(postgres, ...set)),
    ),
    expire: onRows<ExpireCommand, ExpireVerdict>('expire', idOf, (...set) => expireOrders(postgres, ...set)),
    read: inSets('read', (ids) => readOrders(postgres, ids)),
    eventsSince: inSets('events since', (calls) => readEventsSince(postgres, calls)),
    extend: (command, leadSeconds, repeat) =>
      repeat
        ? askedOnce(() =>
            decideOnce<ExtendVerdict, 'extended'>(once, repeat, ['extended'], (queries, heldRows) =>
              extendOrder(queries, command, leadSeconds, heldRows),
            ),
          )
        : byItself<ExtendVerdict>(command.id, (heldRows) =>
            extendOrder(postgres, command, leadSeconds, heldRows),
          ),
    update: (command) =>
      byItself<UpdateVerdict>(command.id, (heldRows) => updateOrder(postgres, command, heldRows)),
    advance: (command, repeat) =>
      repeat
        ? askedOnce(() =>
            decideOnce<AdvanceVerdict, 'advanced'>(once, repeat, ['advanced'], (queries, heldRows) =>
              advanceOrder(queries, command, heldRows),
            ),
          )
        : byItself<AdvanceVerdict>(command.id, (heldRows) => advanceOrder(postgres, command, heldRows)),
    startPayment: (command, repeat) =>
      repeat
        ? askedOnce(() =>
            decideOnce<StartPaymentVerdict, 'started' | 'already_started'>(
              once,
              repeat,
              ['started', 'already_started'],
              (queries, heldRows) => startPayment(queries, command, heldRows),
            ),
          )
        : byItself<StartPaymentVerdict>(command.id, (heldRows) => startPayment(postgres, command, heldRows)),
    failPayment: (command) =>
      byItself<FailPaymentVerdict>(command.id, (heldRows) => failPayment(postgres, command, heldRows)),
    once,
    sweep: (limit) => sweepOrders(postgres, limit),
    remind: (limit) => remindOrders(postgres, limit),
    requestErasures: (query) => requestErasures(postgres, query),
    dueErasures: (limit) => readDueErasures(postgres, limit),
    erase: (ids) => eraseOrders(postgres, ids),
    forgetRequestsOf: (caller) => forgetRequestsOf(postgres, caller),
    eraseLateAnswers: () => eraseLateAnswers(postgres),
    list: (query) => listOrders(postgres, query),
    attempts: (id) => readAttempts(postgres, id),
    timeline: (id) => readTimeline(postgres, id),
    timelinePage: (query) => readTimelinePage(postgres, query),
    feedPart: (query) => readFeedPart(postgres, query),
    fillFeed: (options) => fillFeed(postgres, options),
    feedLagMs: () => readFeedLag(postgres),
    epoch: () => readEpoch(postgres),
    moment: () => readMoment(postgres),
    changedPage: (range, cursor, limit) => readChangedPage(postgres, range, cursor, limit),
    pendingPage: (cursor, limit) => readPendingPage(postgres, cursor, limit),
    settledAmong: (ids) => readSettledAmong(postgres, ids),
    countRunning: () => countRunning(postgres),
    overdue: () => readOverdue(postgres),
    refunds: createRefunds(postgres, byItself),
    console: createConsoleReads(postgres),
    ping: () => ping(postgres),
  };
}

const idOf = ({ id }: { id: string }) => id;
