import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { operatorCredentials, viewerCredentials, viewerEnv } from '../support/operator.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';

let browser: Browser;
let system: System;
let page: Page;
let orderId: string;
/** Requests to other hosts, and the errors of the browser's console. */
let strayRequests: string[];
let consoleErrors: string[];

beforeAll(async () => {
  [browser, system] = await Promise.all([
    launchBrowser(),
    startSystem({ apiEnv: { ...viewerEnv, ALLOWED_HOSTS: 'dashboard.example' }, workerEnv: withoutSweep }),
  ]);
  const placed = await system.client.place({ expiresInSeconds: 3_600, reference: 'cart-7' });
  orderId = placed.body.id;
}, 360_000);

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  [strayRequests, consoleErrors] = [[], []];
  context.on('response', (response) => {
    if (new URL(response.url()).port !== new URL(system.api.url).port) strayRequests.push(response.url());
  });
  context.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  context.on('weberror', (error) => consoleErrors.push(error.error().message));
});

afterEach(() => page.context().close());

async function signIn({ username, password }: { username: string; password: string }): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const screenshot = (name: string) => page.screenshot({ path: `test-results/${name}.png` });

/** The buttons of a job's page, *promote* first. Bull Board gives them no names. */
const jobButtons = () => page.getByRole('main').getByRole('list').first().getByRole('button');

test('an operator signs in, opens a job and its order, and signs out', async () => {
  await page.goto(`${system.api.url}/admin/queues`);
  expect(new URL(page.url()).pathname).toBe('/admin/sign-in');
  await screenshot('sign-in');

  await signIn({ ...operatorCredentials, password: 'wrong' });
  const alert = page.getByRole('alert');
  expect(await alert.textContent()).toBe('Wrong username or password.');
  expect(await page.getByLabel('Username').inputValue()).toBe(operatorCredentials.username);
  consoleErrors = consoleErrors.filter((text) => !text.includes('401'));

  await signIn(operatorCredentials);
  await page.getByRole('link', { name: 'order-expiry' }).first().click();
  await page.getByRole('link', { name: 'Delayed' }).click();
  const job = page.getByRole('link', { name: orderId });
  await job.waitFor();
  await screenshot('dashboard');

  await job.click();
  await page.waitForURL(`**/admin/queues/queue/order-expiry/${orderId}*`);
  const link = page.getByRole('link', { name: 'Order', exact: true });
  const [order] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  await order.getByRole('heading', { name: orderId }).waitFor();
  expect(new URL(order.url()).pathname).toBe(`/admin/orders/${orderId}`);
  await order.getByText('order.placed').waitFor();
  await order.screenshot({ path: 'test-results/order.png' });

  await page.getByRole('banner').getByRole('button').last().click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/admin/sign-in');
  // The other tab notices by itself.
  await order.waitForURL('**/admin/sign-in?next=*');
  consoleErrors = consoleErrors.filter((text) => !text.includes('401'));
  expect(strayRequests).toEqual([]);
  expect(consoleErrors).toEqual([]);
});

test('an operator promotes a job with its button, and the order does not change', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 3_600 });
  await page.goto(`${system.api.url}/admin/queues/queue/order-expiry/${order.id}`);
  await signIn(operatorCredentials);
  await jobButtons().first().click();
  await page.getByText('Are you sure that you want to promote this job?').waitFor();
  const [promoted] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/promote')),
    page.getByRole('button', { name: 'Confirm' }).click(),
  ]);
  expect(promoted.status()).toBe(204);
  expect(await system.client.get(`/v1/orders/${order.id}`)).toMatchObject({ body: { status: 'pending' } });
});

test('a viewer sees a job without buttons to change it', async () => {
  await page.goto(`${system.api.url}/admin/queues/queue/order-expiry/${orderId}`);
  await signIn(viewerCredentials);
  await page.getByText(orderId).first().waitFor();
  await page.getByText('read only').waitFor();
  await screenshot('viewer');
  expect(await jobButtons().count()).toBe(0);
  const status = await page.evaluate(
    `fetch('/admin/queues/api/queues/order-expiry/${orderId}/promote', { method: 'PUT' }).then(({ status }) => status)`,
  );
  expect(status).toBe(403);
});

test('an operator signs in and out over plain HTTP, without Sec-Fetch-Site and scripts', async () => {
  const elsewhere = await launchBrowser(['--host-resolver-rules=MAP dashboard.example 127.0.0.1']);
  try {
    page = await elsewhere.newPage({ javaScriptEnabled: false });
    const url = system.api.url.replace('127.0.0.1', 'dashboard.example');
    await page.goto(`${url}/admin/orders`);
    const [post] = await Promise.all([
      page.waitForRequest((request) => request.method() === 'POST'),
      signIn(operatorCredentials),
    ]);
    expect(await post.allHeaders()).not.toHaveProperty('sec-fetch-site');
    await page.getByRole('link', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/admin/sign-in');
  } finally {
    await elsewhere.close();
  }
});
