import { launchBrowser } from './support/browser.ts';
const browser = await launchBrowser();
const shot = async (page: any, name: string) =>
  page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: false });
const page = await browser.newPage({
  viewport: { width: 1440, height: 900 },
  colorScheme: 'light',
  locale: 'en-GB',
});
page.setDefaultTimeout(15000);
page.on('console', (m) => console.log('console', m.type(), m.text()));
page.on('pageerror', (e) => console.log('pageerror', String(e)));
await page.goto(process.argv[2]!);
await page.getByRole('button', { name: 'Place order: Teapot' }).click();
await page.locator('details.webhook').first().waitFor();
await shot(page, 'a1-placed');
await page.getByRole('button', { name: 'Start a payment' }).click();
await page.getByText('A payment is in progress').first().waitFor();
await shot(page, 'a2-attempt');
const href = await page.getByRole('link', { name: 'Open in a second browser' }).getAttribute('href');
const second = await browser.newPage({
  viewport: { width: 768, height: 900 },
  colorScheme: 'dark',
  locale: 'en-GB',
});
await second.goto(href!);
await second.locator('details').first().waitFor();
await second.waitForTimeout(1500);
await shot(second, 'a3-viewer-dark');
await page.getByRole('button', { name: 'Payment succeeds' }).click();
await page.locator('.badge.paid').waitFor();
await page.getByRole('button', { name: 'Pay twice' }).click();
await page.locator('details', { hasText: 'refund_required' }).first().waitFor();
await page.locator('details.call', { hasText: '/pay' }).first().locator('summary').click();
await shot(page, 'a4-twice');
await page.setViewportSize({ width: 360, height: 800 });
await page.screenshot({
  path: '/tmp/shots/a5-narrow.png',
  clip: { x: 0, y: 0, width: 360, height: 1500 },
  fullPage: true,
});
await page.screenshot({
  path: '/tmp/shots/a6-narrow2.png',
  clip: { x: 0, y: 1400, width: 360, height: 1500 },
  fullPage: true,
});
await browser.close();
