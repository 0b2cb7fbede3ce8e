import { Stripe } from 'stripe';
import type { Api } from './order-countdown-api.ts';

interface RefundDue {
  /** `rfd_…` */
  id: string;
  paymentReference: string;
  /** In minor units. */
  amount: number;
}

export interface Refunds {
  /** Gives back what is due, of one order or of all. A refund that fails stays due, and keeps no other one waiting. */
  giveBack(of: { orderId?: string }): Promise<void>;
}

export function createRefunds({ stripe, api }: { stripe: Stripe; api: Api }): Refunds {
  async function giveBackOne({ id, paymentReference, amount }: RefundDue): Promise<void> {
    const reference = await refund({ id, paymentReference, amount });
    const refundReference = reference === null ? {} : { refundReference: reference };
    const { isAccepted, code } = await api.post(`/v1/refunds/${id}/refunded`, refundReference);
    if (!isAccepted)
      throw new Error(`${id} was given back by ${reference}, and is recorded otherwise: ${code}`);
  }

  /** @returns Stripe's id; null: it had been given back before, by hand */
  async function refund({ id, paymentReference, amount }: RefundDue): Promise<string | null> {
    const what = { payment_intent: paymentReference, amount, metadata: { refundId: id } };
    try {
      // However often it is asked for with this key, the money goes back once.
      const created = await stripe.refunds.create(what, { idempotencyKey: id });
      if (created.status === 'failed') throw new Error(`Stripe could not give back ${id}`);
      return created.id;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeError && error.code === 'charge_already_refunded') return null;
      throw error;
    }
  }

  return {
    async giveBack(of) {
      let cursor: string | null = null;
      const failures: unknown[] = [];
      do {
        const query = new URLSearchParams({ status: 'due', ...of, ...(cursor !== null && { cursor }) });
        const page: { data: RefundDue[]; nextCursor: string | null } = await api.get(
          `/v1/refunds?${query.toString()}`,
        );
        // Other providers have money to give back, too.
        const ours = page.data.filter(({ paymentReference }) => paymentReference.startsWith('pi_'));
        for (const due of ours) await giveBackOne(due).catch((error: unknown) => failures.push(error));
        cursor = page.nextCursor;
      } while (cursor !== null);
      if (failures.length > 0) throw new AggregateError(failures, `${failures.length} refunds failed`);
    },
  };
}
