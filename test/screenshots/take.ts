import type { CDPSession, Page } from 'playwright-core';
import { maxPictureBytes, type Scheme } from './pictures.ts';

/** From the best on: the first one with which the picture is small enough is taken. */
const qualities = [90, 80, 70, 60, 50, 40];

/** A picture of what the page shows, as WebP, which Playwright's own screenshots can't be. */
export async function takePicture(page: Page, scheme: Scheme): Promise<Buffer> {
  await page.emulateMedia({ colorScheme: scheme });
  // Charts are drawn again, and whatever changes is drawn with the next frame but one at the latest.
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
  const devtools = await page.context().newCDPSession(page);
  for (const quality of qualities) {
    const picture = await capture(devtools, quality);
    if (picture.byteLength <= maxPictureBytes) return picture;
  }
  throw new Error(`${page.url()} does not fit into ${maxPictureBytes} bytes`);
}

async function capture(devtools: CDPSession, quality: number): Promise<Buffer> {
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality });
  return Buffer.from(data, 'base64');
}
