import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { root } from '../support/documents.ts';
import { ensureChineseFont } from './fonts.ts';
import { pictureFile, pictureNames, schemes } from './pictures.ts';
import { scenes } from './scenes.ts';
import { startAsUsersDo, type Started } from './system.ts';
import { takePicture } from './take.ts';
import { tradeForAnHour } from './trade.ts';

/** `npm run screenshots`: takes the pictures in docs/pictures anew, from a running system. */
await ensureChineseFont();
const started = await startAsUsersDo();
try {
  await tradeForAnHour(started);
  const browser = await launchBrowser();
  try {
    await takeAll(browser, started);
  } finally {
    await browser.close();
  }
} finally {
  await started.stop();
}

async function takeAll(browser: Browser, started: Started): Promise<void> {
  // One context, so that whoever has signed in stays so.
  const context = await browser.newContext({ locale: 'en', reducedMotion: 'reduce' });
  for (const name of pictureNames) {
    const { width, height, open } = scenes[name];
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    await open(page, started);
    for (const scheme of schemes) {
      const file = pictureFile(name, scheme);
      const picture = await takePicture(page, scheme);
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), picture);
      console.log(`${file}  ${Math.ceil(picture.byteLength / 1_000)} kB`);
    }
    await page.close();
  }
}
