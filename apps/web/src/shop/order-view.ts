import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { actions, type ActionName, type Current } from './actions.ts';
import { clock, money } from './format.ts';
import type { Shop } from './shop.ts';
import type { Texts } from './texts-en.ts';
import { viewerUrl } from './viewer-link.ts';

const groups: Record<keyof Texts['groups'], readonly ActionName[]> = {
  payment: ['pay', 'start', 'finish', 'fail', 'payTwice', 'payLate'],
  deadline: ['lapse', 'extend', 'cancel'],
};

export function orderView(shop: Shop, current: Current) {
  const { language, texts } = shop.speech;
  const { order, viewToken } = current;
  const name = order.items?.[0]?.sku ?? '';
  const title = texts.goods.names[name as keyof Texts['goods']['names']] ?? name;
  const reason = order.cancelReason && texts.order.reasons[order.cancelReason];
  return html`<div class="state">
      <p class="about">
        <strong>${title}</strong>
        <span class="number">${money(order.amount, language)}</span>
        <span class="badge ${order.status}">${texts.order.status[order.status]}</span>
        ${reason ? html`<span class="muted">${reason}</span>` : nothing}
        ${
          order.refundDueAmount > 0
            ? html`<span class="due"
                >${texts.order.refundDue}: ${money(order.refundDueAmount, language)}</span
              >`
            : nothing
        }
        <code class="muted">${order.id}</code>
        ${
          order.status === 'pending' && order.paymentInProgress
            ? html`<span class="hold"
                >${texts.order.inProgress} <time>${clock(order.expiresAt, language)}</time></span
              >`
            : nothing
        }
      </p>
      ${keyed(
        order.id,
        html`<order-countdown
          src="/v1/orders/${order.id}"
          token=${viewToken}
          lang=${language}
        ></order-countdown>`,
      )}
    </div>
    ${Object.entries(groups).map(([group, names]) => {
      const id = `group-${group}`;
      return html`<h3 id=${id}>${texts.groups[group as keyof typeof groups]}</h3>
        <ul class="actions" aria-labelledby=${id}>
          ${names.map((each) => actionView(shop, current, each))}
        </ul>`;
    })}
    ${secondBrowser(shop, current)}`;
}

function actionView(shop: Shop, current: Current, name: ActionName) {
  const { label, hint } = shop.speech.texts.actions[name];
  const isPossible = !shop.isBusy && actions[name].isPossible(current);
  // Not `disabled`, which would take the keyboard's place on the page away.
  return html`<li>
    <button
      class=${name === 'cancel' ? 'danger' : 'quiet'}
      aria-disabled=${!isPossible}
      aria-describedby="hint-${name}"
      @click=${() => isPossible && void shop.act(name)}
    >
      ${label}
    </button>
    <span class="muted" id="hint-${name}">${hint}</span>
  </li>`;
}

function secondBrowser(shop: Shop, { order, viewToken }: Current) {
  const { second } = shop.speech.texts;
  const url = viewerUrl({ orderId: order.id, token: viewToken });
  const copy = async () => {
    await navigator.clipboard.writeText(url);
    shop.change({ notice: { kind: 'copied' } });
  };
  return html`<p class="second">
    <a href=${url} target="_blank" rel="noopener">${second.label}</a>
    <button class="quiet small" @click=${() => void copy()}>${second.copy}</button>
    <span class="muted">${second.hint}</span>
  </p>`;
}
