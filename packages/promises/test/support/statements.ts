/** Statements that write an order as tests need it, right or wrong. `:id` is the order. */

export const event = (sequence: number, type: string, data = '{}', at = "now() - interval '10 minutes'") =>
  `insert into order_events (order_id, sequence, type, data, occurred_at) values (:id, ${sequence}, '${type}', '${data}', ${at})`;
export const payment = (reference: string | null, outcome: string) =>
  `with money as (
     insert into payments (order_id, reference, amount, outcome, recorded_at, refund_id)
     values (:id, ${reference === null ? 'null' : `'${reference}'`}, 100, '${outcome}', now() - interval '10 minutes',
             ${outcome === 'accepted' ? 'null' : 'uuid_v7(now())'})
     returning order_id, amount, outcome
   )
   update orders set refund_due_amount = coalesce(refund_due_amount, 0) + money.amount
   from money where orders.id = money.order_id and money.outcome <> 'accepted'`;
export const refund = (sequence: number, reference: string) =>
  event(sequence, 'payment.refund_required', JSON.stringify({ paymentReference: reference }));

/** A payment attempt that holds the order until then, with its event. */
export const attempt = (sequence: number, holdUntil: string, status = 'open') => [
  `insert into payment_attempts (order_id, id, status, created_at, hold_until, ended_at)
   values (:id, gen_random_uuid(), '${status}', now() - interval '15 minutes', ${holdUntil},
           ${status === 'open' ? 'null' : `now() - interval '10 minutes'`})`,
  event(sequence, 'order.payment_started', '{}', "now() - interval '15 minutes'"),
];

/** A webhook endpoint from before the order. */
export const endpoint = (types: string | null, registered = "now() - interval '1 day'", enabled = true) =>
  `insert into webhook_endpoints (id, place, url, event_types, enabled, sealed_secret, created_at)
   select gen_random_uuid(), count(*) + 1, 'https://shop.example', ${types && `'{${types}}'`}, ${enabled}, '', ${registered}
   from webhook_endpoints`;
export const inOutbox = (sequence: number) =>
  `insert into webhook_outbox (order_id, sequence, type, occurred_at) values (:id, ${sequence}, 'order.paid', now())`;
export const delivery = (sequence: number, status: string) =>
  `insert into webhook_deliveries (endpoint_id, order_id, sequence, status, due_at)
   select id, :id, ${sequence}, '${status}', ${status === 'pending' ? 'now()' : 'null'} from webhook_endpoints`;

/** An order that was placed 20 minutes ago and is due in 10. */
const place = `insert into orders (id, amount, currency, created_at, expires_at)
  values (:id, 100, 'CNY', now() - interval '20 minutes', now() + interval '10 minutes')`;
export const placed = [place, event(1, 'order.placed', '{}', "now() - interval '20 minutes'")];
export const pay = (version = 2) =>
  `update orders set status = 'paid', paid_at = now() - interval '10 minutes', payment_reference = 'pay_1', version = ${version} where id = :id`;
export const paid = [...placed, pay(), event(2, 'order.paid'), payment('pay_1', 'accepted')];
export const expired = [
  ...placed,
  `update orders set created_at = now() - interval '40 minutes', expires_at = now() - interval '10 minutes',
   status = 'cancelled', cancelled_at = now() - interval '10 minutes', cancel_reason = 'expired', version = 2 where id = :id`,
  event(2, 'order.cancelled'),
];

/** Gives all events positions in the feed. */
export const positions = `insert into event_feed
  select row_number() over (order by sequence), order_id, sequence from order_events on conflict do nothing`;
