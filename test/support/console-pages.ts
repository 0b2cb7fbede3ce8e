import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { operatorCredentials, viewerEnv } from './operator.ts';
import { startSystem, type System } from './system.ts';
import { until } from './until.ts';
import { startReceiver, type Receiver } from './webhook-receiver.ts';

/** A running service with something to see on each page of the operators' console, and a browser. */
export interface ConsolePages {
  system: System;
  browser: Browser;
  receiver: Receiver;
  /** Pending, with items, a payment that must be refunded, an open payment attempt and deliveries. */
  orderId: string;
  endpointId: string;
  /** The pages' addresses, by what they show. */
  paths: Record<string, string>;
  close(): Promise<void>;
}

const privateNetwork = { WEBHOOK_ALLOW_PRIVATE_NETWORK: 'true' };

export async function startConsolePages(): Promise<ConsolePages> {
  const [browser, receiver, system] = await Promise.all([
    launchBrowser(),
    startReceiver(),
    startSystem({ apiEnv: { ...viewerEnv, ...privateNetwork }, workerEnv: privateNetwork }),
  ]);
  const { client } = system;
  const registered = await client.post('/v1/webhook-endpoints', { url: receiver.url });
  const endpointId: string = registered.body.id;
  const orderId = await placeEventfulOrder(system);
  const deliveryId = await until(async () => {
    const { body } = await client.get(`/v1/webhook-endpoints/${endpointId}/deliveries?status=delivered`);
    return body.data[0]?.id as string | undefined;
  });
  return {
    system,
    browser,
    receiver,
    orderId,
    endpointId,
    paths: {
      overview: '/admin',
      orders: '/admin/orders',
      order: `/admin/orders/${orderId}`,
      refunds: '/admin/refunds',
      webhooks: '/admin/webhooks',
      endpoint: `/admin/webhooks/${endpointId}`,
      delivery: `/admin/webhooks/${endpointId}/deliveries/${deliveryId}`,
      audit: '/admin/audit',
    },
    async close() {
      await Promise.all([browser.close(), receiver.close()]);
      await system.close();
    },
  };
}

async function placeEventfulOrder({ client }: System): Promise<string> {
  const { body: order } = await client.place({
    customerId: 'cus_42',
    reference: 'cart-2026-03-01-000042',
    amount: 12_900,
    expiresInSeconds: 1_800,
    metadata: { campaign: 'spring-sale-with-a-rather-long-name', markup: '<img src=x>' },
    items: [{ sku: 'TEA-GREEN-250', name: 'Green tea, first flush', quantity: 2, unitAmount: 6_450 }],
  });
  await client.post(`/v1/orders/${order.id}/pay`, { paymentReference: 'pay_7f3c', amount: 12_800 });
  await client.post(`/v1/orders/${order.id}/payment-attempts`, { provider: 'stripe', reference: 'pi_1' });
  return order.id;
}

/** A page of its own session, signed in at the console. */
export async function openConsole(
  { browser, system }: Pick<ConsolePages, 'browser' | 'system'>,
  path = '/admin',
  { username, password }: Record<'username' | 'password', string> = operatorCredentials,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(system.api.url + path);
  await signInAt(page, username, password);
  return page;
}

export async function signInAt(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Presses a button that asks, fills in what it asks for, and confirms. @returns what the page then says */
export async function act(page: Page, button: string, confirm: string, fields: Record<string, string> = {}) {
  await page.getByRole('button', { name: button }).first().click();
  const dialog = page.getByRole('dialog');
  for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label).fill(value);
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
}
