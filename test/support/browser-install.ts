import { delimiter, join } from 'node:path';
import { installPackage } from '@order-countdown/local-services/packages';
import { isExecutable } from '@order-countdown/local-services/programs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualPaths = [
  ...names.map((name) => `/usr/bin/${name}`),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium, or undefined. `CHROMIUM` in the environment goes before any other. */
export function findChromium(): string | undefined {
  const own = process.env['CHROMIUM'];
  if (own) return own;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder || '.', name)));
  return [...onPath, ...usualPaths].find(isExecutable);
}

/** Installs Chromium where that needs no password. @returns why it could not be done, or undefined */
export const installChromium = () => installPackage({ name: 'Chromium', apt: 'chromium' });
