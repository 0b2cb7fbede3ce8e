import { html } from 'lit';
import type { Action } from '../action-dialog.ts';
import { change } from '../api.ts';
import type { Alarm, Order } from '../contract.ts';
import { absolute, clockFace } from '../format.ts';

/** What an operator may do with an order. */

export const extend = ({ id, expiresAt }: Order): Action => ({
  title: 'Extend the deadline?',
  consequence: html`The customer gets more time to pay. The deadline is now ${absolute(expiresAt)}; it can’t
  be brought back.`,
  fields: html`<label
    >Minutes more
    <input name="minutes" type="number" inputmode="numeric" min="1" max="43200" value="10" required />
  </label>`,
  confirm: 'Extend',
  run: ({ minutes }, key) => change(`/orders/${id}/extend`, { seconds: Number(minutes) * 60 }, { key }),
  done: (order: Order) => `Extended: ${clockFace(order.remainingMs)} left.`,
});

export const cancel = ({ id }: Order): Action => ({
  title: 'Cancel this order?',
  consequence:
    'It is cancelled at once and for good, the shop is told by webhook, and a payment that still arrives must be refunded.',
  fields: html`<label
    >Why (optional; the customer can read it)
    <input name="reason" maxlength="500" autocomplete="off" />
  </label>`,
  confirm: 'Cancel the order',
  isDangerous: true,
  run: (form, key) => change(`/orders/${id}/cancel`, form, { key }),
  done: () => 'The order is cancelled.',
});

export const setAlarm = ({ id }: Order): Action => ({
  title: 'Set the alarm anew?',
  consequence:
    'The alarm is removed and set again for the deadline that the ledger has. The order itself does not change.',
  confirm: 'Set the alarm',
  run: (_form, key) => change(`/orders/${id}/alarm`, {}, { key }),
  done: ({ alarm }: { alarm: Alarm | null }) =>
    alarm?.dueAt ? `The alarm is set for ${absolute(alarm.dueAt)}.` : 'The alarm is set.',
});
