import { extname } from 'node:path';
import { Router } from 'express';
import { memoryFile } from './memory-file.ts';
import type { Built } from './built.ts';

/** `/assets/<name>`: scripts and styles of our pages. Their names change with their content, so caches keep them. */
export function builtAssets({ assets }: Pick<Built, 'assets'>): Router {
  const router = Router({ strict: true });
  for (const [name, content] of assets) {
    router.get(
      `/assets/${name}`,
      memoryFile(content, { type: extname(name), maxAgeSeconds: 31_536_000, immutable: true }),
    );
  }
  return router;
}
