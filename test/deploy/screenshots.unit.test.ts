import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { maxPictureBytes, pictureFile, pictureNames, schemes } from '../screenshots/pictures.ts';
import { matches, read, root } from '../support/documents.ts';

/** The pictures that `npm run screenshots` takes. */
const taken = pictureNames.flatMap((name) => schemes.map((scheme) => pictureFile(name, scheme)));

test('README.md shows each picture, in the scheme of the reader', () => {
  const shown = matches(
    read('README.md'),
    /^<picture>\n {2}<source media="\(prefers-color-scheme: dark\)" srcset="docs\/pictures\/([\w-]+)-dark\.webp">\n {2}<img src="docs\/pictures\/\1-light\.webp" alt="[^"]{20,}"(?: width="\d+" align="right")?>\n<\/picture>$/gm,
  );
  expect(shown.toSorted()).toEqual(pictureNames.filter((name) => name !== 'shop-zh').toSorted());
  expect(matches(read('README.md'), /(<img)/g)).toHaveLength(shown.length);
});

test('README.zh-CN.md shows the shop in Chinese', () => {
  const chinese = read('README.zh-CN.md');
  for (const scheme of schemes) expect(chinese).toContain(`="${pictureFile('shop-zh', scheme)}"`);
});

test('docs/pictures holds these pictures alone, and small ones', () => {
  const files = globSync('docs/pictures/*', { cwd: root }).toSorted();
  expect(files).toEqual(taken.toSorted());
  const sizes = files.map((file) => statSync(join(root, file)).size);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(maxPictureBytes);
});
