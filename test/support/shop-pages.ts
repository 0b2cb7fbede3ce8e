import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Client } from './client.ts';

/** A shop's pages, of another origin than the API, with `<order-countdown>` in them. */
export interface ShopPages {
  url: string;
  /** What the shop answers at `/token`, one after the other; the last one again and again. */
  tokens: { status: number; token?: string }[];
  /** How often it was asked. */
  asked(): number;
  /** Opens a page with this content. @param init runs before all else in the page */
  open(browser: Browser, body: string, options?: ShopPageOptions): Promise<Page>;
  close(): Promise<void>;
}

interface ShopPageOptions extends BrowserContextOptions {
  init?: string;
  lang?: string;
  dir?: 'ltr' | 'rtl';
}

export interface SeenEvent {
  type: string;
  /** By the page's own clock. */
  atMs: number;
  detail: { id: string; status: string; remainingMs: number; payBy: string };
}

export async function startShopPages(): Promise<ShopPages & { apiUrl: string }> {
  let asked = 0;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', pages.url);
    if (pathname === '/token') {
      const { status, token } = pages.tokens[Math.min(asked, pages.tokens.length - 1)] ?? { status: 404 };
      asked += 1;
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ token }));
      return;
    }
    if (pathname === '/shop.css') {
      response.writeHead(200, { 'Content-Type': 'text/css' }).end(style);
      return;
    }
    const { apiUrl } = pages;
    // No inline script and no inline style: the element must do without.
    const policy = `default-src 'none'; script-src ${apiUrl}; connect-src 'self' http://127.0.0.1:*; style-src 'self'`;
    response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy });
    response.end(`<!doctype html>
      <html lang="${searchParams.get('lang')}" dir="${searchParams.get('dir')}">
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <link rel="stylesheet" href="/shop.css" />
      <title>A shop</title>
      <script type="module" src="${apiUrl}/order-countdown.js"></script>
      <main><h1>Your order</h1>${searchParams.get('body')}</main>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const pages = {
    apiUrl: '',
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    tokens: [] as { status: number; token?: string }[],
    asked: () => asked,
    async open(browser: Browser, body: string, options: ShopPageOptions = {}) {
      const { init, lang = 'en', dir = 'ltr', ...contextOptions } = options;
      const context = await browser.newContext(contextOptions);
      const page = await context.newPage();
      await page.addInitScript(recordEvents);
      if (init) await page.addInitScript(init);
      await page.goto(`${pages.url}/?${new URLSearchParams({ body, lang, dir }).toString()}`);
      return page;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return pages;
}

const style = `:root { color-scheme: light dark; background: light-dark(#fff, #12161d); color: light-dark(#17202e, #e6ebf3); }`;

/** Text, since it is for the page and not for us. */
const recordEvents = `
  globalThis.seen = [];
  for (const type of ['order-expiring', 'order-extended', 'order-paid', 'order-cancelled']) {
    addEventListener(type, ({ detail }) => seen.push({ type, atMs: Date.now(), detail }));
  }`;

/** The events that reached the window of a page. */
export const seenBy = (page: Page): Promise<SeenEvent[]> => page.evaluate('seen');

export async function secondsShown(page: Page): Promise<number> {
  const text = (await page.locator('[part~=time]').textContent()) ?? '';
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Whether the element shows what the service tells of the order, to a second, and counts exactly. */
export async function showsWhatIsTold(page: Page, client: Client, id: string): Promise<boolean> {
  const told = async () => {
    const { body } = await client.get(`/v1/orders/${id}/countdown`);
    return body.remainingMs as number;
  };
  const before = await told();
  const shownMs = 1_000 * (await secondsShown(page));
  const counted = await page.evaluate<number>(`document.querySelector('order-countdown').remainingMs`);
  const after = await told();
  return [shownMs, counted].every((ms) => ms <= before + 1_000 && ms >= after - 1_000);
}
