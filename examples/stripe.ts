import { Stripe } from 'stripe';
import { serveNotifications, type Notification, type Reply } from './notifications.ts';
import { confirmPayment, createApi, failPayment, type Api } from './order-countdown-api.ts';
import { createRefunds } from './stripe-refunds.ts';

// STRIPE_SECRET_KEY=sk_test_… STRIPE_WEBHOOK_SECRET=whsec_… npx node examples/stripe.ts "$api" "$token" 4242
//
// The shop creates each PaymentIntent with `metadata: { orderId }`, the order's amount and its currency. Register this
// receiver at Stripe, for the events below.

export interface StripeReceiver {
  /** Takes a notification of Stripe. It may come twice, late, and before an older one. */
  receive(notification: Notification): Promise<Reply>;
  /** Gives back all money that is owed to customers who paid by Stripe. */
  refundAllDue(): Promise<void>;
}

export interface StripeOptions {
  stripe: Stripe;
  /** `whsec_…`, which Stripe shows where the receiver is registered. */
  webhookSecret: string;
  api: Api;
}

const provider = 'stripe';

export function createStripeReceiver({ stripe, webhookSecret, api }: StripeOptions): StripeReceiver {
  const refunds = createRefunds({ stripe, api });

  /** The shopper is at the bank, or the bank at work: the order is held for a while. @returns whether it can be paid */
  async function start(orderId: string, intent: Stripe.PaymentIntent, eventId: string): Promise<boolean> {
    const path = `/v1/orders/${orderId}/payment-attempts`;
    const attempt = await api.post(path, { provider, reference: intent.id }, eventId);
    return attempt.isAccepted || attempt.code === 'too_many_payment_attempts';
  }

  /** Takes money that was only authorized if the order can still be paid; else lets go of it, so that no refund is due. */
  async function capture(orderId: string, { id }: Stripe.PaymentIntent, eventId: string): Promise<void> {
    const intent = await stripe.paymentIntents.retrieve(id);
    if (intent.status !== 'requires_capture') return;
    const isPayable = await start(orderId, intent, eventId);
    if (isPayable) await stripe.paymentIntents.capture(id, {}, { idempotencyKey: `capture ${id}` });
    else await stripe.paymentIntents.cancel(id, {}, { idempotencyKey: `cancel ${id}` });
  }

  async function confirm(orderId: string, intent: Stripe.PaymentIntent): Promise<void> {
    const order = await api.get<{ currency: string }>(`/v1/orders/${orderId}`);
    if (order.currency.toLowerCase() !== intent.currency) {
      throw new Error(`${intent.id} paid ${orderId} in ${intent.currency}: look at it by hand`);
    }
    const payment = { provider, reference: intent.id, amount: intent.amount_received };
    const isPaid = await confirmPayment(api, orderId, payment);
    if (!isPaid) await refunds.giveBack({ orderId });
  }

  async function handle(event: Stripe.Event): Promise<void> {
    if (!isOfPaymentIntent(event)) return;
    const intent = event.data.object;
    const { orderId } = intent.metadata;
    if (orderId === undefined) return;
    switch (event.type) {
      case 'payment_intent.requires_action':
      case 'payment_intent.processing':
        await start(orderId, intent, event.id);
        break;
      case 'payment_intent.amount_capturable_updated':
        await capture(orderId, intent, event.id);
        break;
      case 'payment_intent.payment_failed':
      case 'payment_intent.canceled': {
        const reason = intent.last_payment_error?.code ?? intent.cancellation_reason ?? 'failed';
        await failPayment(api, orderId, { provider, reference: intent.id, reason });
        break;
      }
      case 'payment_intent.succeeded':
        await confirm(orderId, intent);
        break;
      default:
    }
  }

  return {
    async receive({ body, headers }) {
      let event: Stripe.Event;
      try {
        event = stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', webhookSecret);
      } catch {
        return { status: 400, text: 'invalid signature' };
      }
      await handle(event);
      return { status: 204, text: '' };
    },
    refundAllDue: () => refunds.giveBack({}),
  };
}

type PaymentIntentEvent = Extract<Stripe.Event, { data: { object: Stripe.PaymentIntent } }>;

const isOfPaymentIntent = (event: Stripe.Event): event is PaymentIntentEvent =>
  event.type.startsWith('payment_intent.');

const refundIntervalMs = 60_000;

if (import.meta.main) {
  const [baseUrl, token, port = '4242'] = process.argv.slice(2);
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } = process.env;
  if (!baseUrl || !token || !STRIPE_SECRET_KEY || !STRIPE_WEBHOOK_SECRET) {
    console.error(
      'usage: STRIPE_SECRET_KEY=sk_test_… STRIPE_WEBHOOK_SECRET=whsec_… npx node examples/stripe.ts <API> <token of a backend> [port, default 4242]',
    );
    process.exit(2);
  }
  const receiver = createStripeReceiver({
    stripe: new Stripe(STRIPE_SECRET_KEY),
    webhookSecret: STRIPE_WEBHOOK_SECRET,
    api: createApi(baseUrl, token),
  });
  const server = serveNotifications((notification) => receiver.receive(notification));
  server.listen(Number(port), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`));
  // Those whose notification ended half way, and those that somebody else reported.
  setInterval(() => void receiver.refundAllDue().catch(console.error), refundIntervalMs);
}
