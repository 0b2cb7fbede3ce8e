import { html, nothing, type TemplateResult } from 'lit';
import { resend } from '../actions/webhook.ts';
import type { AttemptedDelivery } from '../contract.ts';
import { milliseconds } from '../format.ts';
import type { Context, Page } from '../page.ts';
import { ago, badge, card, code, empty, facts, orderLink } from '../parts/facts.ts';

type Attempt = AttemptedDelivery['attempts'][number];

/** One delivery, with the request and the response of each attempt. */
export const delivery: Page<AttemptedDelivery> = {
  path: /^\/webhooks\/([^/]+)\/deliveries\/([^/]+)$/,
  title: () => 'Webhook delivery',
  source: ({ params }) => `/webhook-endpoints/${params[0]}/deliveries/${params[1]}`,
  everyMs: 5_000,
  view: (delivery, context) =>
    html`${resendButton(delivery, context)} ${card('Delivery', deliveryFacts(delivery, context))}
    ${delivery.attempts.length > 0 ? delivery.attempts.map(attempt) : empty('No attempt has been made.')}`,
};

function resendButton(delivery: AttemptedDelivery, { act, params }: Context) {
  if (!act) return nothing;
  return html`<p class="buttons">
    <button class="quiet" @click=${() => act(resend(params[0] ?? '', delivery))}>Resend…</button>
  </p>`;
}

const deliveryFacts = (delivery: AttemptedDelivery, { params }: Context) =>
  facts([
    ['Event', delivery.type],
    ['Status', badge(delivery.status)],
    ['Order', delivery.orderId ? orderLink(delivery.orderId) : nothing],
    ['Event id', code(delivery.eventId)],
    ['Delivery id', code(delivery.id)],
    ['Endpoint', html`<a href="/admin/webhooks/${params[0]}"><code>${params[0]}</code></a>`],
    ['Created', ago(delivery.createdAt)],
    delivery.nextAttemptAt ? ['Next attempt', ago(delivery.nextAttemptAt)] : null,
  ]);

function attempt({
  number,
  status,
  attemptedAt,
  durationMs,
  error,
  requestBody,
  responseStatus,
  responseBody,
}: Attempt): TemplateResult {
  return card(
    `Attempt ${number}`,
    html`<p>
        ${badge(status)} ${ago(attemptedAt)}
        ${durationMs === null ? nothing : html`<span class="muted">took ${milliseconds(durationMs)}</span>`}
      </p>
      ${error ? html`<p>${error}</p>` : nothing} ${body('Request', requestBody)}
      ${body(responseStatus === null ? 'No response' : `Response ${responseStatus}`, responseBody)}`,
  );
}

/** It scrolls by itself, so it can be reached by keyboard. */
function body(title: string, text: string | null): TemplateResult {
  return html`<h3>${title}</h3>
    ${
      text === null || text === ''
        ? html`<p class="muted">No body is kept.</p>`
        : html`<pre tabindex="0" role="group" aria-label=${title}>${pretty(text)}</pre>`
    }`;
}

/** Only the first kilobyte is kept: what was cut off stays as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
