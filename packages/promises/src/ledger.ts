/**
 * The promises that Postgres alone can prove or disprove. Each is a query for the orders that break it: a row is
 * `order_id`, and `detail`, which says how.
 *
 * They read whole tables. Run them beside a busy service with care, and best on a replica.
 */
export interface LedgerPromise {
  name: string;
  promise: string;
  /** `$1` is the sweep's interval in milliseconds, where the query uses it. */
  broken: string;
}

/** References whose refund was requested and not withdrawn again. */
const refundsRequested = `
  select required.order_id, required.data->>'paymentReference' as reference
  from order_events required
  where required.type = 'payment.refund_required' and not exists (
    select from order_events withdrawn
    where withdrawn.order_id = required.order_id and withdrawn.type = 'payment.refund_withdrawn'
      and withdrawn.data->>'paymentReference' = required.data->>'paymentReference'
  )`;

export const ledgerPromises: readonly LedgerPromise[] = [
  {
    name: 'paid_means_accepted',
    promise: "A paid order's payment is accepted, and no other order has an accepted payment.",
    // Orders that were paid before payments were recorded have none.
    broken: `
      select orders.id as order_id, format('paid by %s, recorded as %s', coalesce(orders.payment_reference, 'no reference'),
               coalesce(payment.outcome, 'nothing')) as detail
      from orders left join payments payment
        on payment.order_id = orders.id and payment.reference is not distinct from orders.payment_reference
      where orders.status = 'paid' and payment.outcome is distinct from 'accepted'
        and (payment.outcome is not null or orders.paid_at > (
          select run_on from migrations where name = '0003_payments_extensions_and_reminders'))
      union all
      select orders.id, format('%s, with the accepted payment %s', status, payment.reference)
      from orders join payments payment on payment.order_id = orders.id
      where outcome = 'accepted' and (status <> 'paid' or payment.reference is distinct from payment_reference)`,
  },
  {
    name: 'kept_money_is_not_refunded',
    promise: 'No refund is requested for money that was kept.',
    broken: `
      select orders.id as order_id, format('a refund of %s was requested', refund.reference) as detail
      from (${refundsRequested}) refund join orders on orders.id = refund.order_id
      where orders.status = 'paid' and orders.payment_reference = refund.reference`,
  },
  {
    name: 'one_final_event',
    promise: 'A paid or cancelled order has exactly one final event, and a pending one has none.',
    broken: `
      select orders.id as order_id, format('%s, with the final events %s', status, coalesce(finals.types, 'none')) as detail
      from orders left join (
        select order_id, string_agg(type, ', ' order by sequence) as types from order_events
        where type in ('order.paid', 'order.cancelled') group by order_id
      ) finals on finals.order_id = orders.id
      where finals.types is distinct from case status when 'pending' then null else 'order.' || status end`,
  },
  {
    name: 'nothing_cancelled_early',
    promise: 'No order expires before its deadline.',
    broken: `
      select id as order_id, format('expired at %s, due at %s', cancelled_at, expires_at) as detail
      from orders where cancel_reason = 'expired' and cancelled_at < expires_at`,
  },
  {
    name: 'nothing_paid_late',
    promise: 'No order is paid at or after its deadline.',
    broken: `
      select id as order_id, format('paid at %s, due at %s', paid_at, expires_at) as detail
      from orders where paid_at >= expires_at`,
  },
  {
    name: 'sequences_without_gaps',
    promise: "An order's events count from 1 to its version without gaps.",
    broken: `
      select orders.id as order_id,
             format('version %s, %s events from %s to %s', version, count(sequence), min(sequence), max(sequence)) as detail
      from orders left join order_events on order_id = orders.id
      group by orders.id
      having count(sequence) <> version or min(sequence) <> 1 or max(sequence) <> version`,
  },
  {
    name: 'times_never_run_backwards',
    promise: "The times of an order's events never run backwards.",
    broken: `
      select order_id, format('event %s is from %s, its predecessor from %s', sequence, occurred_at, before) as detail
      from (
        select order_id, sequence, occurred_at,
               lag(occurred_at) over (partition by order_id order by sequence) as before
        from order_events
      ) events
      where occurred_at < before`,
  },
  {
    name: 'one_reminder',
    promise: 'An order gets one reminder at most.',
    broken: `
      select order_id, format('%s reminders', count(*)) as detail
      from order_events where type = 'order.expiring'
      group by order_id having count(*) > 1`,
  },
  {
    name: 'references_recorded_once',
    promise:
      "Each payment reference is recorded once per order, and each refused one's refund is requested once.",
    broken: `
      select order_id, format('%s is recorded %s times', reference, count(*)) as detail
      from payments group by order_id, reference having count(*) > 1
      union all
      select coalesce(payment.order_id, refund.order_id),
             format('%s is recorded as %s, with %s refunds requested', coalesce(payment.reference, refund.reference),
               coalesce(payment.outcome, 'nothing'), coalesce(refund.times, 0))
      from (select * from payments where outcome <> 'accepted') payment
      full join (
        select order_id, reference, count(*) as times from (${refundsRequested}) each group by order_id, reference
      ) refund on refund.order_id = payment.order_id and refund.reference = payment.reference
      where payment.order_id is null or refund.times is distinct from 1`,
  },
  {
    name: 'holds_are_kept',
    promise: "No order is due before its own deadline, or before the end of an open payment attempt's hold.",
    broken: `
      select id as order_id, format('due at %s, before its own deadline, %s', expires_at, pay_by) as detail
      from orders where expires_at < pay_by
      union all
      select orders.id, format('due at %s, held until %s', expires_at, hold_until)
      from orders join payment_attempts attempt on attempt.order_id = orders.id
      where attempt.status = 'open' and hold_until > expires_at`,
  },
  {
    name: 'payment_attempts_agree',
    promise: 'Each payment attempt has its event; of a paid order one at most has succeeded, of others none.',
    broken: `
      select order_id, format('%s attempts, %s events, %s succeeded', attempts, events, succeeded) as detail
      from (
        select order_id, count(*) as attempts, count(*) filter (where status = 'succeeded') as succeeded
        from payment_attempts
        -- Those of dropped orders go a little later.
        where not exists (select from dropped_months where order_id >= from_id and order_id < to_id)
        group by order_id
      ) attempt
      full join (
        select order_id, count(*) as events from order_events where type = 'order.payment_started' group by order_id
      ) event using (order_id)
      left join orders on orders.id = order_id
      where attempts is distinct from events or succeeded > (orders.status = 'paid')::int`,
  },
  {
    name: 'refunds_add_up',
    promise: 'An order says what is due of its refunds, and each refund that was made has one event.',
    broken: `
      select orders.id as order_id, format('says %s is due of its refunds, and it is %s', coalesce(refund_due_amount, 0),
               coalesce(due.amount, 0)) as detail
      from orders left join (
        select order_id, sum(amount) as amount from payments
        where outcome <> 'accepted' and refunded_at is null group by order_id
      ) due on due.order_id = orders.id
      where coalesce(refund_due_amount, 0) <> coalesce(due.amount, 0)
      union all
      select coalesce(payment.order_id, made.order_id),
             format('the refund of %s was made at %s, with %s events', coalesce(payment.reference, 'nothing'),
               coalesce(payment.refunded_at::text, 'no time'), coalesce(made.times, 0))
      from (select * from payments where outcome <> 'accepted') payment
      full join (
        select order_id, data->>'refundId' as refund_id, count(*) as times
        from order_events where type = 'payment.refunded' group by order_id, refund_id
      ) made on made.order_id = payment.order_id and made.refund_id = type_id('rfd', payment.refund_id)
      where coalesce(made.times, 0) <> (payment.refunded_at is not null)::int`,
  },
  {
    name: 'nothing_overdue',
    promise: 'No order is pending for more than two sweeps after its deadline.',
    broken: `
      select id as order_id, format('due at %s, still pending', expires_at) as detail
      from orders where status = 'pending' and expires_at < now() - make_interval(secs => 2 * $1::float8 / 1000)`,
  },
  {
    name: 'events_delivered_or_due',
    promise:
      'Every event is in the outbox, or has a delivery to each enabled webhook endpoint that wants it, and did so before.',
    // Times are in whole milliseconds, so those of the same one are in no order. The history is purged after 30 days.
    broken: `
      select event.order_id, format('event %s has no delivery to the endpoint %s', event.sequence, endpoint.id) as detail
      from order_events event join webhook_endpoints endpoint
        on endpoint.enabled and (endpoint.event_types is null or event.type = any(endpoint.event_types))
        and coalesce(endpoint.promised_since, endpoint.created_at) < event.occurred_at
      where event.occurred_at > now() - interval '29 days'
        and not exists (
          select from webhook_outbox outbox
          where outbox.order_id = event.order_id and outbox.sequence = event.sequence)
        and not exists (
          select from webhook_deliveries delivery
          where delivery.order_id = event.order_id and delivery.sequence = event.sequence
            and delivery.endpoint_id = endpoint.id)`,
  },
  {
    name: 'erased_for_good',
    promise: 'An order whose customer was erased tells nothing of the customer, and was erased once.',
    broken: `
      select orders.id as order_id, format('erased %s times, customer %s', times, coalesce(customer_id, 'unknown')) as detail
      from (
        select order_id, count(*) as times from order_events where type = 'customer.erased' group by order_id
      ) erased join orders on orders.id = erased.order_id
      where times > 1 or customer_id is not null or reference is not null or metadata <> '{}'
        or idempotency_key is not null or exists (select from idempotency_keys where order_id = orders.id)
        or exists (select from jsonb_array_elements(items) item where item ? 'name')
        or exists (
          select from order_events event
          where event.order_id = orders.id
            and (event.data ->> 'customerId' is not null or event.data ->> 'reference' is not null
                 or event.data ->> 'note' is not null
                 or event.actor_kind = 'customer' and event.actor_subject is not null))`,
  },
  {
    name: 'events_in_the_feed',
    promise:
      'Every event is in the feed of all events after a minute, and those of each order are in sequence there.',
    broken: `
      select order_id, format('event %s has no position', sequence) as detail
      from order_events event
      where occurred_at < now() - interval '1 minute' and not exists (
        select from event_feed where event_feed.order_id = event.order_id and event_feed.sequence = event.sequence)
      union all
      select order_id, format('event %s is before its predecessor', sequence)
      from (
        select order_id, sequence, position,
               lag(position) over (partition by order_id order by sequence) as before
        from event_feed
      ) feed
      where position < before`,
  },
];
