interface Placed {
  id: string;
  viewToken: string;
}

/** A page that embeds the element and nothing else, as a shop would. */
export const countdownPage = (url: string, orders: readonly Placed[]) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="color-scheme" content="light dark">
  <title>Countdowns</title>
  <style>
    body { margin: 0; padding: 28px 32px; zoom: 1.6; font: 15px/1.4 system-ui, sans-serif; }
    div { display: flex; flex-wrap: wrap; justify-content: space-between; }
    div order-countdown { width: 136px; --order-countdown-size: 128px; }
    body > order-countdown { margin-top: 28px; }
  </style>
  <script type="module" src="${url}/order-countdown.js"></script>
  <div>${orders.map((order) => element(url, order)).join('')}</div>
  ${orders
    .slice(0, 1)
    .map((order) => element(url, order, 'variant="bar"'))
    .join('')}
</html>`;

const element = (url: string, { id, viewToken }: Placed, more = '') =>
  `<order-countdown src="${url}/v1/orders/${id}" token="${viewToken}" ${more}></order-countdown>`;
