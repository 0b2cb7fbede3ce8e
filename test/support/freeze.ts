import type { Page } from 'playwright-core';

/**
 * Stops a page, as a browser stops one that sleeps: no timer fires and nothing that arrives is read, while time passes. By
 * the debugger, since Chromium without a window takes no notice of `Page.setWebLifecycleState`.
 *
 * @returns lets it go on
 */
export async function freeze(page: Page): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Debugger.enable');
  const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve));
  // It pauses as soon as the page runs anything: our element does, each second.
  await devtools.send('Debugger.pause');
  await paused;
  return async () => {
    await devtools.send('Debugger.resume');
    await devtools.detach();
  };
}
