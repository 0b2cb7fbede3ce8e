-- Up Migration

-- Refunds. A payment that could not be kept has an id of its own, says whether it was given back, and counts in what its
-- order is still owed. Money of another amount than the order's is recorded, too: `mismatched`.
-- Old code survives it. A trigger gives the refused payments that it records what they lack. But until the last of it is
-- gone, it may still pay an order by a reference that new code has recorded as mismatched. New code needs the columns, so
-- migrate first. Neither table is rewritten; what old rows lack comes with the next migration.

-- A UUIDv7 of a given time, at random apart from that. See RFC 9562.
create function uuid_v7(moment timestamptz) returns uuid language sql volatile
  return encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
              placing substring(int8send((extract(epoch from moment) * 1000)::bigint) from 3) from 1 for 6),
      52, 1), 53, 1),
    'hex')::uuid;

-- The TypeID of a UUID, as the API writes it. See https://github.com/jetify-com/typeid
create function type_id(prefix text, id uuid) returns text language sql immutable strict
  return prefix || '_' || (
    select string_agg(
      substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + substring(bits from 1 + 5 * place for 5)::bit(5)::int, 1),
      '' order by place)
    from (select b'00' || ('x' || replace(id::text, '-', ''))::bit(128) as bits) as encoded, generate_series(0, 25) place
  );

alter table payments
  -- Of a refused payment only.
  add column refund_id uuid,
  -- When the refund was reported as made, and under which reference of the payment provider, if it was named.
  add column refunded_at timestamptz(3),
  add column refund_reference text,
  drop constraint payments_outcome_check,
  -- Not compared with the rows that are there, which would lock out payments meanwhile: they kept a narrower rule.
  add constraint payments_outcome_check
    check (outcome in ('accepted', 'duplicate', 'late', 'mismatched')) not valid;

-- The refunds of the order that are not made yet, in minor units. Null: no payment of it was ever refused, which spares
-- placing the column, and paying a look into the payments.
alter table orders add column refund_due_amount bigint;

-- At the end of the transaction, because the statement that inserts also updates the order.
create function complete_refused_payment() returns trigger language plpgsql as $$
begin
  update payments set refund_id = uuid_v7(recorded_at)
  where order_id = new.order_id and reference = new.reference and refund_id is null;
  update orders set refund_due_amount = coalesce(refund_due_amount, 0) + new.amount where id = new.order_id;
  return null;
end $$;

create constraint trigger refused_payments_of_old_code after insert on payments
  deferrable initially deferred for each row when (new.outcome <> 'accepted' and new.refund_id is null)
  execute function complete_refused_payment();
