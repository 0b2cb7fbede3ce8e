import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pictureFile, pictureNames, maxPictureBytes } from '../screenshots/pictures.ts';
import { matches, read, root } from '../support/documents.ts';

/** The pictures that `npm run screenshots` takes. */
const taken = (scheme: 'light' | 'dark') => pictureNames.map((name) => pictureFile(name, scheme)).toSorted();

test('README.md shows each picture, in the scheme of the reader', () => {
  const shown = [
    ...read('README.md').matchAll(
      /^<picture>\n {2}<source media="\(prefers-color-scheme: dark\)" srcset="(.+)">\n {2}<img src="([^"]+)" alt="[^"]{20,}"( width="\d+" align="right")?>\n<\/picture>$/gm,
    ),
  ];
  expect(shown.map(([, dark]) => dark).toSorted()).toEqual(taken('dark'));
  expect(shown.map(([, , light]) => light).toSorted()).toEqual(taken('light'));
  expect(shown.map(([, dark = '']) => dark.replace('-dark.', '-light.'))).toEqual(
    shown.map(([, , light]) => light),
  );
  expect(matches(read('README.md'), /(<img)/g)).toHaveLength(shown.length);
});

test('docs/pictures holds these pictures alone, and small ones', () => {
  const files = globSync('docs/pictures/*', { cwd: root }).toSorted();
  expect(files).toEqual([...taken('light'), ...taken('dark')].toSorted());
  const sizes = files.map((file) => statSync(join(root, file)).size);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(maxPictureBytes);
});
