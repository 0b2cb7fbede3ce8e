import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { basename } from 'node:path';
import { z } from 'zod';
import { html, type Html } from './html.ts';

/** What `npm run build` made of `apps/web`. */
export interface Built {
  /** By name, as in `/assets/<name>`. The names hold a hash of the content. */
  assets: ReadonlyMap<string, Buffer>;
  /** The module of `<order-countdown>`. Null: it was not built. */
  element: Buffer | null;
  /** Tags that load an entry, such as `src/shop/main.ts`, and its styles. Nothing if it was not built. */
  tags(entry: string): Html;
}

/** The members that we read of Vite's manifest. */
const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), css: z.array(z.string()).optional() }),
);

// By its place: the client, which the pages use, is generated from the API, so the API can't depend on the pages.
const folder = new URL('../../../web/dist/', import.meta.url);

function readBuilt(): Built {
  const element = new URL('element/order-countdown.js', folder);
  const manifest = existsSync(new URL('manifest.json', folder))
    ? manifestSchema.parse(JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')))
    : {};
  const names = globSync('assets/*', { cwd: fileURLToPath(folder) });
  return {
    assets: new Map(names.map((name) => [basename(name), readFileSync(new URL(name, folder))])),
    element: existsSync(element) ? readFileSync(element) : null,
    tags(entry) {
      const chunk = manifest[entry];
      const files = chunk ? [chunk.file, ...(chunk.css ?? [])] : [];
      return html`${files.map((file) => tag(`/${file}`))}`;
    },
  };
}

const tag = (path: string): Html =>
  path.endsWith('.css')
    ? html`<link rel="stylesheet" href="${path}" />`
    : html`<script type="module" src="${path}"></script>`;

/** Read into memory once, at the start. Without a build there are no assets, and the API serves all the same. */
export const built = readBuilt();
