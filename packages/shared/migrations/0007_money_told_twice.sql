-- Up Migration

-- Repairs what a race could write: a payment that was kept while a retry of the same payment, decided by an older
-- clock, was recorded as late, and its refund requested. The payment becomes what it was, accepted; and a new event,
-- payment.refund_withdrawn, tells whoever saw the request that there is nothing to refund. Times that ran backwards
-- along a sequence are moved up to those before them.
-- Old code survives it, and can still write such a payment until the last of it is gone: run the statements again
-- then. They change nothing where nothing is wrong.

update payments set outcome = 'accepted'
from orders
where orders.id = payments.order_id and orders.status = 'paid'
  and payments.reference = orders.payment_reference and payments.outcome <> 'accepted';

with wrong as (
  select orders.id, request.data
  from orders join order_events request on request.order_id = orders.id
  where orders.status = 'paid' and request.type = 'payment.refund_required'
    and request.data->>'paymentReference' = orders.payment_reference
    and not exists (
      select from order_events withdrawal
      where withdrawal.order_id = orders.id and withdrawal.type = 'payment.refund_withdrawn')
), changed as (
  update orders set version = version + 1 from wrong where orders.id = wrong.id returning orders.id, version
)
insert into order_events (order_id, sequence, type, data, occurred_at)
select changed.id, changed.version, 'payment.refund_withdrawn', wrong.data,
       date_trunc('milliseconds', clock_timestamp())
from changed join wrong using (id);

update order_events set occurred_at = latest
from (
  select order_id, sequence,
         max(occurred_at) over (partition by order_id order by sequence) as latest, occurred_at as told
  from order_events
) timeline
where timeline.told < timeline.latest
  and order_events.order_id = timeline.order_id and order_events.sequence = timeline.sequence;
