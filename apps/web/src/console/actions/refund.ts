import { html } from 'lit';
import type { Action } from '../action-dialog.ts';
import { change } from '../api.ts';
import type { Refund } from '../contract.ts';
import { money } from '../format.ts';

/** Records that the money was given back. It moves no money. */
export const recordRefund = ({ id, amount, currency, paymentReference }: Refund): Action => ({
  title: 'Mark as refunded?',
  consequence: html`This records that ${money(amount, currency)} of payment
    <code>${paymentReference}</code> has been given back. It moves no money: refund it at your payment
    provider first. It can’t be undone.`,
  fields: html`<label
    >The provider’s reference of the refund (optional)
    <input name="refundReference" maxlength="255" autocomplete="off" spellcheck="false" />
  </label>`,
  confirm: 'Mark as refunded',
  run: (form, key) => change(`/refunds/${id}/refunded`, form, { key }),
  done: () => 'The refund is recorded.',
});
