import { createOrderCountdown } from '@order-countdown/client';
import type { Page } from 'playwright-core';
import { operatorCredentials } from '../support/operator.ts';
import { backendToken } from '../support/tokens.ts';
import { countdownPage } from './countdown-page.ts';
import { placeEarlier } from './past.ts';
import type { PictureName } from './pictures.ts';
import type { Started } from './system.ts';
import { refused } from './trade.ts';

/** What a picture shows. */
export interface Scene {
  width: number;
  height: number;
  /** @returns once the page shows what it is taken for */
  open: (page: Page, started: Started) => Promise<void>;
}

const desktop = { width: 1_280, height: 800 };

/** Taken in this order: what one leaves behind, the next ones show. */
export const scenes: Record<PictureName, Scene> = {
  shop: { ...desktop, open: (page, { url }) => openShop(page, url) },
  'shop-phone': {
    width: 390,
    height: 800,
    async open(page, { url }) {
      await openShop(page, url);
      await page.evaluate(
        "scrollTo(0, document.querySelector('#order-title').getBoundingClientRect().top - 12)",
      );
    },
  },
  countdown: { width: 1_280, height: 510, open: openCountdowns },
  overview: { width: 1_280, height: 580, open: openOverview },
  order: { ...desktop, open: openOrder },
  reference: {
    ...desktop,
    async open(page, { url }) {
      await page.goto(`${url}/docs#placeOrder`);
      await page.getByRole('heading', { name: 'Place an order' }).waitFor();
    },
  },
  // Last, since the browser remembers the language.
  'shop-zh': {
    ...desktop,
    async open(page, { url }) {
      await openShop(page, url);
      await page.getByRole('button', { name: '简体中文' }).click();
      await page.getByRole('heading', { name: '试用商店' }).waitFor();
    },
  },
};

/** An order whose payment is in progress, and what was sent about it. */
async function openShop(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('radio', { name: '5 minutes' }).check();
  await page.getByRole('button', { name: 'Teapot' }).click();
  await webhook('order.placed');
  await page.getByRole('button', { name: 'Extend by 1 minute' }).click();
  await webhook('order.extended');
  await page.getByRole('button', { name: 'Start a payment' }).click();
  await webhook('order.payment_started');
  await page.getByText('A payment is in progress').waitFor();
  // Else the page stays where the last button was.
  await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');

  function webhook(type: string): Promise<void> {
    return page.locator('details.webhook', { hasText: type }).getByText('verified').waitFor();
  }
}

const backend = (url: string) => createOrderCountdown({ baseUrl: url, token: backendToken });

async function openCountdowns(page: Page, { url, databaseUrl }: Started): Promise<void> {
  const shop = backend(url);
  const place = (expiresInSeconds: number) =>
    shop.placeOrder({ amount: 12_900, currency: 'CNY', expiresInSeconds });
  const orders = await Promise.all([place(1_369), place(560), place(50), place(900), place(900)]);
  const [plenty, paying, little, paid, cancelled] = orders;
  await placeEarlier(databaseUrl, plenty.id, 431);
  await placeEarlier(databaseUrl, paying.id, 1_240);
  await placeEarlier(databaseUrl, little.id, 850);
  await shop.startPayment(paying.id, {});
  await shop.payOrder(paid.id, { paymentReference: 'pay_of_the_picture' });
  await shop.cancelOrder(cancelled.id, {});

  const address = `${url}/a-page-with-countdowns`;
  const body = countdownPage(url, orders);
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body }));
  // When it was placed is asked for after the first word of the stream.
  const placed = page.waitForResponse(
    (answer) => new URL(answer.url()).pathname === `/v1/orders/${little.id}`,
  );
  await page.goto(address);
  await placed;
  await page.waitForFunction(
    "Array.from(document.querySelectorAll('order-countdown')).every((one) => one.status)",
  );
}

async function openOverview(page: Page, { url }: Started): Promise<void> {
  await page.goto(`${url}/admin`);
  await page.getByLabel('Username').fill(operatorCredentials.username);
  await page.getByLabel('Password').fill(operatorCredentials.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('per-minute-chart canvas').last().waitFor();
}

/** An order that something has happened to. Whoever looks at it has signed in before. */
async function openOrder(page: Page, { url }: Started): Promise<void> {
  const shop = backend(url);
  const { id } = await shop.placeOrder({
    customerId: 'cus_142',
    reference: 'A-20931',
    amount: 16_700,
    currency: 'CNY',
    items: [
      { sku: 'teapot', name: 'Teapot', quantity: 1, unitAmount: 12_900 },
      { sku: 'lantern', name: 'Paper lantern', quantity: 1, unitAmount: 3_800 },
    ],
    metadata: { channel: 'app' },
    expiresInSeconds: 900,
  });
  const attempt = await shop.startPayment(id, { provider: 'alipay', reference: '2026112922001' });
  await shop.failPayment(id, attempt.id, { reason: 'insufficient balance' });
  await shop.extendOrder(id, { seconds: 600 });
  // Another amount than the order's: to be given back.
  await shop.payOrder(id, { paymentReference: 'wx_4200001', amount: 12_900 }).catch(refused);
  await page.goto(`${url}/admin/orders/${id}`);
  await page.getByRole('heading', { name: 'Timeline' }).waitFor();
}
