import { chromium, type Browser } from 'playwright-core';
import { findChromium, installChromium } from './browser-install.ts';

/** A real Chromium, the system's own; installed where it is missing and can be. */
export async function launchBrowser(args: string[] = []): Promise<Browser> {
  const complaint = findChromium() === undefined ? await installChromium() : undefined;
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      `The browser tests need Chromium. Install it, or set CHROMIUM to its path. (${complaint})`,
    );
  }
  // Chromium's sandbox can't be had by root, nor in most containers. Only our own pages are opened.
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
}
