// Builds apps/web unless what is built is newer than all that it is made of. Plain JavaScript: see run.mjs.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const web = join(root, 'apps/web');

/** What a build depends on. The client's own build is part of the installation. */
const sources = [
  join(web, 'src'),
  join(web, 'package.json'),
  join(web, 'vite.config.ts'),
  join(web, 'vite.element.config.ts'),
  join(root, 'packages/client/src'),
  join(root, 'pnpm-lock.yaml'),
];

/** Written last, by the last of the builds. */
const result = join(web, 'dist/element/order-countdown.js');

export const isBuilt = () => newest([result]) > newest(sources);

/** The time in ms since 1970 at which any of these files and folders last changed; 0: there are none. */
function newest(paths) {
  return Math.max(0, ...paths.map(changedAt));
}

function changedAt(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  // A folder's own time tells of files that were removed.
  return Math.max(entry.mtimeMs, newest(readdirSync(path).map((name) => join(path, name))));
}
