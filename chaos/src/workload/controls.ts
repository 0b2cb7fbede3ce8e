import { setTimeout as sleep } from 'node:timers/promises';
import { failPayment, startPayment } from './attempts.ts';
import { advance, cancel, extend, read, update } from './ask.ts';
import type { Clients } from './clients.ts';
import type { Receivers } from './endpoints.ts';
import { place } from './place.ts';

/** What the fault schedule has the clients do. */
export interface Controls {
  /**
   * Places orders that are all due within the same second, after as long as placing them seems to take.
   *
   * @returns when all are placed: how many were in time, and when they are due, by `performance.now()`
   */
  dueAtOnce(count: number): Promise<{ placed: number; dueAt: number }>;
  /** Sends many commands for the same few orders, for some milliseconds. @returns how many */
  storm(orders: number, ms: number): Promise<number>;
  receivers: Pick<Receivers, 'set'>;
}

const concurrency = 32;
const leastLeadMs = 5_000;
/** Placing takes longer while so much else goes on. */
const leadMargin = 1.5;
/** A fault of the moment may slow down the placements that the lead is measured by. */
const mostLeadMs = 90_000;
/** Few, because each that is refused adds an event to the order. */
const stormReferences = 5;

export function createControls(clients: Clients, receivers: Receivers): Controls {
  const { random, signal } = clients;

  /** Runs `act` again and again, several at a time, until it returns false or the clients stop. */
  async function inParallel(act: () => Promise<boolean>): Promise<void> {
    const worker = async () => {
      while (!signal.aborted && (await act())) continue;
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  }

  return {
    receivers,

    async dueAtOnce(count) {
      const probedAt = performance.now();
      await Promise.all(Array.from({ length: concurrency }, () => place(clients)));
      const eachMs = (performance.now() - probedAt) / concurrency;
      const leadMs = Math.min(mostLeadMs, leastLeadMs + leadMargin * count * eachMs);
      const dueAt = performance.now() + leadMs;
      let started = 0;
      let placed = 0;
      await inParallel(async () => {
        const expiresInSeconds = Math.round((dueAt - performance.now()) / 1_000);
        // Past that, an order would be due alone.
        if (started >= count || expiresInSeconds < 1) return false;
        started += 1;
        const order = await place(clients, { expiresInSeconds });
        if (order) placed += 1;
        return true;
      });
      return { placed, dueAt };
    },

    async storm(orders, ms) {
      const until = performance.now() + ms;
      const targets = clients.orders.running().slice(-orders);
      let commands = 0;
      if (targets.length === 0) return commands;
      await inParallel(async () => {
        if (performance.now() >= until) return false;
        const order = random.pick(targets)!;
        commands += 1;
        // Nobody cancels in the first half: on an order that has ended, little more can happen.
        const cancelWeight = performance.now() < until - ms / 2 ? 0 : 1;
        const weights = {
          pay: 1,
          cancel: cancelWeight,
          extend: 6,
          update: 3,
          advance: 1,
          startPayment: 1,
          failPayment: 1,
          read: 3,
        };
        const act = random.weighted<keyof typeof weights>(weights);
        if (act === 'pay') await stormPay(order.id);
        else await { cancel, extend, update, advance, startPayment, failPayment, read }[act](clients, order);
        // An order that answers at once must not be asked without a pause.
        await sleep(1);
        return true;
      });
      return commands;
    },
  };

  async function stormPay(orderId: string): Promise<void> {
    const body = { paymentReference: `storm-${orderId}-${random.int(1, stormReferences)}` };
    await clients.sendUntilKnown({ operation: 'pay', orderId, path: `/v1/orders/${orderId}/pay`, body });
  }
}
