import { html, LitElement } from 'lit';

/** Shows a shopper how long is left to pay for an order. */
export class OrderCountdown extends LitElement {
  override render() {
    return html`<span role="timer"></span>`;
  }
}

if (!customElements.get('order-countdown')) customElements.define('order-countdown', OrderCountdown);
