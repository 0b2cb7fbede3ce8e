import { html, nothing } from 'lit';
import type { Attempt, Order, OrderDetails, Payment } from '../contract.ts';
import { money } from '../format.ts';
import { ago, amount, badge, code } from '../parts/facts.ts';
import { table } from '../parts/table.ts';

type OrderDelivery = OrderDetails['deliveries'][number];
type Item = Order['items'][number];

export const itemTable = ({ items, currency }: Order) =>
  table<Item>(
    'Items',
    [
      { label: 'SKU', cell: ({ sku }) => code(sku) },
      { label: 'Name', cell: ({ name }) => name ?? nothing },
      { label: 'Quantity', cell: ({ quantity }) => quantity, isNumber: true },
      { label: 'Unit price', cell: ({ unitAmount }) => money(unitAmount, currency), isNumber: true },
    ],
    items,
    (item) => item,
  );

export const paymentTable = ({ order, payments }: OrderDetails) =>
  table<Payment>(
    'Payments',
    [
      { label: 'Payment', cell: ({ reference }) => code(reference) },
      { label: 'Outcome', cell: ({ outcome }) => badge(outcome) },
      { label: 'Amount', cell: (payment) => amount(payment.amount, order.currency), isNumber: true },
      { label: 'Recorded', cell: ({ recordedAt }) => ago(recordedAt) },
    ],
    payments,
    ({ reference }) => reference,
  );

export const attemptTable = (attempts: readonly Attempt[]) =>
  table<Attempt>(
    'Payment attempts',
    [
      { label: 'Attempt', cell: ({ id }) => code(id) },
      { label: 'Status', cell: ({ status }) => badge(status) },
      { label: 'Provider', cell: ({ provider }) => provider ?? nothing },
      { label: 'Reference', cell: ({ reference }) => code(reference) },
      { label: 'Started', cell: ({ createdAt }) => ago(createdAt) },
      {
        label: 'Holds until',
        cell: ({ status, holdUntil }) => (status === 'open' ? ago(holdUntil) : nothing),
      },
    ],
    attempts,
    ({ id }) => id,
  );

export const deliveryTable = (deliveries: readonly OrderDelivery[]) =>
  table<OrderDelivery>(
    'Webhook deliveries',
    [
      { label: 'Event', cell: deliveryLink },
      { label: 'Status', cell: ({ status }) => badge(status) },
      { label: 'Endpoint', cell: ({ endpointUrl }) => endpointUrl ?? 'removed' },
      { label: 'Attempts', cell: ({ attempts }) => attempts, isNumber: true },
      { label: 'Last answer', cell: ({ responseStatus, error }) => responseStatus ?? error ?? nothing },
      { label: 'Next attempt', cell: ({ nextAttemptAt }) => ago(nextAttemptAt) },
    ],
    deliveries,
    ({ id }) => id,
  );

const deliveryLink = ({ endpointId, id, type }: OrderDelivery) =>
  html`<a href="/admin/webhooks/${endpointId}/deliveries/${id}">${type}</a>`;
