import { html } from 'lit';
import { goods, paymentWindows, type Good } from './goods.ts';
import { duration, money } from './format.ts';
import { headerView } from './header-view.ts';
import { journalView } from './journal-view.ts';
import { noticeView } from './notice.ts';
import { orderView } from './order-view.ts';
import type { Shop } from './shop.ts';

export function shopPage(shop: Shop) {
  const { texts } = shop.speech;
  return html`${headerView(shop)}
    <main class="shop">
      <div>
        <h1>${texts.title}</h1>
        <p class="muted intro">${texts.intro}</p>
        ${goodsView(shop)}
        <section class="card order" aria-labelledby="order-title">
          <h2 id="order-title" tabindex="-1">${texts.order.title}</h2>
          ${noticeView(shop.notice, shop.speech)}
          ${shop.current ? orderView(shop, shop.current) : html`<p class="muted">${texts.order.none}</p>`}
        </section>
      </div>
      ${journalView(shop, shop.webhooksMissing)}
    </main>`;
}

function goodsView(shop: Shop) {
  const { language, texts } = shop.speech;
  return html`<section class="card" aria-labelledby="goods-title">
    <h2 id="goods-title">${texts.goods.title}</h2>
    <fieldset class="choice">
      <legend>${texts.goods.window}</legend>
      ${paymentWindows.map(
        (seconds) =>
          html`<label
            ><input
              type="radio"
              name="window"
              .checked=${seconds === shop.window}
              @change=${() => shop.change({ window: seconds })}
            /><span>${duration(seconds, language)}</span></label
          >`,
      )}
    </fieldset>
    <ul class="goods">
      ${goods.map((good) => goodView(shop, good))}
    </ul>
  </section>`;
}

function goodView(shop: Shop, good: Good) {
  const { language, texts } = shop.speech;
  const name = texts.goods.names[good.sku];
  const isPossible = shop.isReady && !shop.isBusy;
  return html`<li>
    <svg class="picture" viewBox="0 0 64 64" aria-hidden="true">${good.picture}</svg>
    <p><strong>${name}</strong> <span class="number">${money(good.amount, language)}</span></p>
    <button
      aria-label=${texts.goods.buyNamed(name)}
      aria-disabled=${!isPossible}
      @click=${() => isPossible && void placeAndShow(shop, good)}
    >
      ${texts.goods.buy}
    </button>
  </li>`;
}

/** On a phone the order is below the goods. */
async function placeAndShow(shop: Shop, good: Good): Promise<void> {
  await shop.place(good);
  const title = document.querySelector<HTMLElement>('#order-title');
  title?.focus();
  title?.scrollIntoView({ block: 'nearest' });
}
