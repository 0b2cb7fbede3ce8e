import type { Answer, OrderCountdown } from '@order-countdown/client';
import type { Texts } from './texts-en.ts';

export type Order = Answer<'getOrder'>;
export type Attempt = Answer<'startPayment'>;

/** The order on the page. */
export interface Current {
  order: Order;
  viewToken: string;
  /** The payment that was begun here and is not over. `endsAt` by `performance.now()`. */
  attempt: (Attempt & { endsAt: number }) | null;
  /** The deadline has passed, by the clock of the server. */
  isOverdue: boolean;
  remainingMs: () => number;
}

/** Clients with the tokens of the shopper and of the shop's server. */
export interface Clients {
  shopper: OrderCountdown;
  shop: OrderCountdown;
}

export type ActionName = keyof Texts['actions'];

interface Action {
  who: keyof Clients;
  isPossible(current: Current): boolean;
  run(clients: Clients, current: Current): Promise<unknown>;
}

const isOpen = ({ order, isOverdue }: Current) => order.status === 'pending' && !isOverdue;

/** Nearer than this the deadline is near enough. */
const nearSeconds = 3;

/** A payment at a provider, which never happened. */
const newReference = () => `pay_${Math.random().toString(36).slice(2, 10)}`;

/** Tells of money that has come. */
const pay = ({ shop }: Clients, { order: { id, amount } }: Current) =>
  shop.payOrder(id, { paymentReference: newReference(), amount });

export const actions: Record<ActionName, Action> = {
  start: {
    who: 'shop',
    isPossible: (current) => isOpen(current) && current.attempt === null,
    async run({ shop }, current) {
      const reference = newReference();
      const attempt = await shop.startPayment(current.order.id, { provider: 'bank to try', reference });
      const holdMs = Date.parse(attempt.holdUntil ?? attempt.createdAt) - Date.parse(attempt.createdAt);
      current.attempt = { ...attempt, endsAt: performance.now() + holdMs };
    },
  },
  finish: {
    who: 'shop',
    isPossible: ({ attempt, order }) => attempt !== null && order.status === 'pending',
    run: ({ shop }, { order: { id, amount }, attempt }) =>
      shop.payOrder(id, {
        paymentReference: attempt?.reference ?? newReference(),
        amount,
        ...(attempt && { attemptId: attempt.id }),
      }),
  },
  fail: {
    who: 'shop',
    isPossible: ({ attempt, order }) => attempt !== null && order.status === 'pending',
    async run({ shop }, current) {
      if (!current.attempt) return;
      await shop.failPayment(current.order.id, current.attempt.id, { reason: 'declined' });
      current.attempt = null;
    },
  },
  pay: { who: 'shop', isPossible: (current) => isOpen(current) && current.attempt === null, run: pay },
  payTwice: { who: 'shop', isPossible: ({ order }) => order.status === 'paid', run: pay },
  payLate: {
    who: 'shop',
    isPossible: ({ order, isOverdue }) => isOverdue || order.cancelReason === 'expired',
    run: pay,
  },
  lapse: {
    who: 'shop',
    isPossible: (current) => isOpen(current) && current.remainingMs() > nearSeconds * 1_000 + 1_000,
    async run({ shop }, current) {
      const seconds = Math.floor(current.remainingMs() / 1_000) - nearSeconds;
      await shop.advanceOrder(current.order.id, { seconds: Math.max(1, seconds) });
      if (current.attempt) current.attempt.endsAt -= seconds * 1_000;
    },
  },
  extend: {
    who: 'shop',
    isPossible: isOpen,
    run: ({ shop }, { order }) => shop.extendOrder(order.id, { seconds: 60 }),
  },
  cancel: {
    who: 'shopper',
    isPossible: isOpen,
    run: ({ shopper }, { order }) => shopper.cancelOrder(order.id, {}),
  },
};
