import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { root } from '../support/documents.ts';
import { installPackedClient, systemNode, type ClientProject } from '../support/packed-client.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { backendToken } from '../support/tokens.ts';

/** The package as it is published: packed, installed into an empty project, compiled, and run. */

let context: TestContext;
let project: ClientProject;
let pages: Server;
let pagesUrl: string;
let api: RunningProcess;
let browser: Browser;

beforeAll(async () => {
  [context, project, browser] = await Promise.all([
    createTestContext(),
    installPackedClient(),
    launchBrowser(),
  ]);
  pages = servePages(project.folder).listen(0, '127.0.0.1');
  await once(pages, 'listening');
  pagesUrl = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  api = await startApi(context, { CORS_ORIGINS: pagesUrl });
  for (const file of ['node.ts', 'page.ts']) project.copy(`test/client/programs/${file}`, file);
});

afterAll(async () => {
  pages.close();
  await browser.close();
  await api.end();
  await context.close();
  project.remove();
});

const forNode = {
  types: ['node'],
  typeRoots: [join(root, 'test/node_modules/@types')],
  lib: ['es2024'],
};
const forBrowsers = { types: [], lib: ['es2022', 'dom'] };

test('the archive has what it needs, and depends on nothing', () => {
  const folder = join(project.folder, 'node_modules/@order-countdown/client');
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object;
  // A bundler must not leave out the one module that is imported for what it does.
  const sideEffects = ['./dist/order-countdown.js'];
  expect(manifest).toMatchObject({ license: 'MIT', type: 'module', sideEffects });
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest).not.toHaveProperty('private');
  for (const file of [
    'README.md',
    'LICENSE',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/order-countdown.js',
    'dist/element.d.ts',
  ]) {
    expect([file, existsSync(join(folder, file))]).toEqual([file, true]);
  }
  expect(existsSync(join(folder, 'src'))).toBe(false);
});

/** What is run below is compiled for Node and for browsers. */
describe('under strict, a program that uses it compiles', () => {
  const bundled = { ...forBrowsers, module: 'esnext', moduleResolution: 'bundler' };

  test.each([
    ['for a bundler', 'typescript7', bundled, 'page.ts'],
    ['with TypeScript 5', 'typescript5', forBrowsers, 'page.ts'],
  ] as const)('%s', async (_, compiler, options, file) => {
    expect(await project.compile(compiler, options, [file])).toBe('');
  });
});

test("a program compiles, under strict, and runs on the machine's own Node", async () => {
  expect(await project.compile('typescript7', forNode, ['node.ts'])).toBe('');
  const program = join(project.folder, 'node.js');
  const { stdout } = await promisify(execFile)(await systemNode(), [program, api.url, backendToken]);
  expect(stdout.trimEnd().split('\n')).toEqual([
    'snapshot pending, order.paid paid',
    '409 order_already_paid',
    '1 paid',
    'OrderCountdownWebhookError',
  ]);
});

test('a page compiles, under strict, and follows its order in Chromium, by a view token alone', async () => {
  expect(await project.compile('typescript7', forBrowsers, ['page.ts'])).toBe('');
  const shop = createClient(api.url);
  const { body: order } = await shop.place({ expiresInSeconds: 600 });
  const query = new URLSearchParams({ api: api.url, id: order.id, token: order.viewToken, webhook: ping() });
  const page = await browser.newPage();
  const errors: unknown[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.goto(`${pagesUrl}/?${query.toString()}`);

  await page.locator('#types', { hasText: 'snapshot' }).waitFor();
  await page.locator('#remaining', { hasText: /^\d{6}$/ }).waitFor();
  const remaining = Number(await page.locator('#remaining').textContent());
  expect(remaining).toBeLessThanOrEqual(600_000);
  expect(remaining).toBeGreaterThan(500_000);

  await shop.post(`/v1/orders/${order.id}/pay`, { paymentReference: 'pay_1' });
  await page.locator('#status', { hasText: 'paid' }).waitFor();
  await page.locator('#webhook', { hasText: 'webhook.ping' }).waitFor();
  expect(await page.locator('#types').textContent()).toBe('snapshot order.paid');
  await page.getByRole('status').filter({ hasText: 'Paid' }).waitFor({ state: 'attached' });
  await page.locator('#element', { hasText: `${order.id} paid` }).waitFor();
  expect(errors).toEqual([]);
});

/** A signed webhook, and its secret. */
function ping(): string {
  const secret = `whsec_${Buffer.from('a secret of the test').toString('base64')}`;
  const body = JSON.stringify({ type: 'webhook.ping', timestamp: new Date().toISOString(), data: {} });
  const now = new Date();
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('evt_1', now, body),
  };
  return JSON.stringify({ body, headers, secret });
}

const imports = {
  '@order-countdown/client/element': '/node_modules/@order-countdown/client/dist/order-countdown.js',
  '@order-countdown/client': '/node_modules/@order-countdown/client/dist/index.js',
};

const page = `<!doctype html>
<p id="remaining"></p><p id="types"></p><p id="status"></p><p id="webhook"></p><p id="element"></p>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module" src="/page.js"></script>`;

/** The page, and the modules of a folder. No bundler. */
function servePages(folder: string): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
    } else if (pathname.endsWith('.js') && existsSync(join(folder, pathname))) {
      const content = readFileSync(join(folder, pathname));
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(content);
    } else {
      response.writeHead(404).end();
    }
  });
}
