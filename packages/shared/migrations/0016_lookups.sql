-- Without a transaction
-- Up Migration

-- Orders are looked up by the shop's own number, and by the reference of a payment. An order without a number of the shop,
-- and a payment without a reference, are in neither index. Orders are found by their creation through the events of
-- that time, and by their deadline through those that are pending, so placing an order writes no index for that.
-- Old code survives it: an index changes no answer.

create index concurrently if not exists orders_by_reference on orders (reference, id)
  where reference is not null;

create index concurrently if not exists payments_by_reference on payments (reference, order_id)
  where reference is not null;
