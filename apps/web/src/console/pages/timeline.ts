import { html, type TemplateResult } from 'lit';
import type { OrderEvent } from '../contract.ts';
import { absolute, duration, money } from '../format.ts';
import { ago, empty } from '../parts/facts.ts';

/** What happened to an order, in words, the latest first. */
export function timeline(events: readonly OrderEvent[]): TemplateResult {
  if (events.length === 0) return empty('Nothing has happened.');
  return html`<ol class="timeline" reversed>
    ${events.toReversed().map(
      (event) =>
        html`<li class=${event.type.replaceAll('.', '-')} value=${event.sequence}>
          <span class="what">${sentence(event)}</span>
          <span class="muted">${by(event)} ${ago(event.occurredAt)} <code>${event.type}</code></span>
        </li>`,
    )}
  </ol>`;
}

const code = (text: string) => html`<code>${text}</code>`;

/** Empty if there is nothing to name. */
const named = (before: string, text: string | null, after = '') =>
  text === null ? '' : html`${before}${code(text)}${after}`;

const said = (text: string | null) => (text === null ? '' : html`: “${text}”`);

const cancelled = {
  expired: 'Cancelled: nobody paid in time',
  customer: 'Cancelled by the customer',
  backend: 'Cancelled by the shop',
};
const refused = {
  late: 'came too late',
  duplicate: 'came for an order that was already paid',
  amount: 'was of another amount',
};

function sentence(event: OrderEvent): TemplateResult | string {
  switch (event.type) {
    case 'order.placed': {
      const { amount, currency, customerId, expiresAt } = event.data;
      return html`Placed${named(' by ', customerId)}: ${money(amount, currency)} to pay until
      ${exact(expiresAt)}`;
    }
    case 'order.expiring':
      return html`Reminder: the deadline is at ${exact(event.data.expiresAt)}`;
    case 'order.extended':
      return html`Extended by ${duration(event.data.seconds * 1_000)}, until ${exact(event.data.expiresAt)}`;
    case 'order.updated':
      return html`Changed:
      ${event.data.changed.join(', ')}${named('. The reference is ', event.data.reference)}`;
    case 'order.advanced':
      return html`Brought ${duration(event.data.seconds * 1_000)} nearer to the deadline, to try it out`;
    case 'order.payment_started': {
      const { provider, reference, holdUntil } = event.data;
      const hold = holdUntil ? html`, which holds the order until ${exact(holdUntil)}` : '';
      return html`Payment started${named(' at ', provider)}${named(' (', reference, ')')}${hold}`;
    }
    case 'order.payment_failed':
      return html`Payment failed${said(event.data.reason)}`;
    case 'order.paid': {
      const { amount, currency, paymentReference } = event.data;
      return html`Paid ${money(amount, currency)}${named(' by ', paymentReference)}`;
    }
    case 'order.cancelled':
      return html`${cancelled[event.data.reason]}${said(event.data.note)}`;
    case 'payment.refund_required': {
      const { amount, currency, paymentReference, reason } = event.data;
      return html`Payment ${code(paymentReference)} of ${money(amount, currency)} ${refused[reason]}: refund
      it`;
    }
    case 'payment.refund_withdrawn':
      return html`No refund is due for ${code(event.data.paymentReference)} after all: the payment was kept`;
    case 'payment.refunded': {
      const { amount, currency, paymentReference, refundReference } = event.data;
      const how = named(' (', refundReference, ')');
      return html`Refunded ${money(amount, currency)} of ${code(paymentReference)}${how}`;
    }
    case 'customer.erased':
      return 'The customer was forgotten';
    default:
      return 'Something that this version of the console does not know';
  }
}

/** To the second: the ledger's milliseconds are seen by pointing at it. */
const exact = (time: string) =>
  html`<time datetime=${time} title=${absolute(time)}>${absolute(time).replace(/\.\d+ /, ' ')}</time>`;

const tasks: Record<string, string> = { expiry: 'its alarm', sweep: 'the sweep', reminder: 'the reminder' };

/** Nothing of an event from before actors were kept. */
function by({ actor }: OrderEvent): string {
  if (!actor) return '';
  const { kind, subject } = actor;
  if (kind === 'system') return `by ${tasks[subject ?? ''] ?? 'the service'},`;
  // An account may be called by its role.
  return `by ${[...new Set([kind, subject])].filter(Boolean).join(' ')},`;
}
