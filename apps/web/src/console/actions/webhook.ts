import { html } from 'lit';
import type { Action } from '../action-dialog.ts';
import { change } from '../api.ts';
import type { Delivery, Endpoint } from '../contract.ts';
import { serverNow } from '../clock.ts';
import { absolute, counted } from '../format.ts';

/** What an operator may do with an endpoint and its deliveries. */

const pathOf = ({ id }: Pick<Endpoint, 'id'>) => `/webhook-endpoints/${id}`;

export const disable = (endpoint: Endpoint): Action => ({
  title: 'Disable this endpoint?',
  consequence: html`Nothing is sent to <code>${endpoint.url}</code> any more, deliveries that wait fail, and
    events from now on are not kept for it.`,
  confirm: 'Disable',
  isDangerous: true,
  run: (_form, key) => change(pathOf(endpoint), { enabled: false }, { key, method: 'PATCH' }),
  done: () => 'The endpoint is disabled.',
});

export const enable = (endpoint: Endpoint): Action => ({
  title: 'Enable this endpoint?',
  consequence: html`Events are sent to <code>${endpoint.url}</code> from now on. Those of the meantime are
    not.`,
  confirm: 'Enable',
  run: (_form, key) => change(pathOf(endpoint), { enabled: true }, { key, method: 'PATCH' }),
  done: () => 'The endpoint is enabled.',
});

export const ping = (endpoint: Endpoint): Action => ({
  title: 'Send a ping?',
  consequence: html`A <code>webhook.ping</code> is sent to <code>${endpoint.url}</code>. It tells of no order.`,
  confirm: 'Send',
  run: (_form, key) => change(`${pathOf(endpoint)}/test`, {}, { key }),
  done: () => 'The ping is on its way.',
});

export const rotate = (endpoint: Endpoint): Action => ({
  title: 'Change the secret?',
  consequence:
    'The new secret is shown once. For the time below, messages are signed with both; after it, receivers that still use the former one refuse them.',
  fields: html`<label
    >Hours in which both sign (0: the former ends at once)
    <input name="hours" type="number" inputmode="numeric" min="0" max="168" value="24" required />
  </label>`,
  confirm: 'Change the secret',
  isDangerous: true,
  run: ({ hours }, key) =>
    change(`${pathOf(endpoint)}/rotate-secret`, { overlapSeconds: Number(hours) * 3_600 }, { key }),
  done: ({ secret, previousSecretExpiresAt }: { secret: string; previousSecretExpiresAt: string | null }) =>
    html`<p>Store it now: it can’t be shown again.</p>
      <p><code class="secret">${secret}</code></p>
      <p class="muted">
        ${
          previousSecretExpiresAt
            ? `The former one signs until ${absolute(previousSecretExpiresAt)}.`
            : 'The former one has ended.'
        }
      </p>`,
});

export const resendSince = (endpoint: Endpoint): Action => ({
  title: 'Send again what happened since?',
  consequence: html`All deliveries to <code>${endpoint.url}</code> of events since then are sent again, those
    that were delivered, too.`,
  fields: html`<label
    >Hours back
    <input name="hours" type="number" inputmode="decimal" step="any" min="0.1" max="720" value="1" required />
  </label>`,
  confirm: 'Send again',
  run: ({ hours }, key) => {
    const since = new Date(serverNow() - Number(hours) * 3_600_000).toISOString();
    return change(`${pathOf(endpoint)}/resend`, { since }, { key });
  },
  done: ({ count }: { count: number }) =>
    `${counted(count, 'delivery').replace('deliverys', 'deliveries')} will be sent again.`,
});

export const resend = (endpointId: string, { id, type }: Pick<Delivery, 'id' | 'type'>): Action => ({
  title: 'Send this delivery again?',
  consequence: html`<code>${type}</code> is sent once more, with the same <code>webhook-id</code>, and its
    retries begin again.`,
  confirm: 'Send again',
  run: (_form, key) => change(`${pathOf({ id: endpointId })}/deliveries/${id}/resend`, {}, { key }),
  done: () => 'It will be sent again within seconds.',
});
