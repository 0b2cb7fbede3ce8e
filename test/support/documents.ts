import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads the project's documents, for tests that compare them with the code. */

export const root = join(import.meta.dirname, '../..');
export const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** All matches of the pattern's first group. */
export const matches = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

export const unquoted = (cell: string) => cell.replace(/^`(.*)`$/, '$1');

/** The rows of every table whose first column has this header. */
export function rowsUnder(text: string, header: string): string[][] {
  const tables = matches(text, new RegExp(`^\\| ${header} \\|.*\n\\|[-|]+\\|\n((?:\\|.*\n)+)`, 'gm'));
  const lines = tables.flatMap((table) => table.trimEnd().split('\n'));
  return lines.map((line) => line.split('|').slice(1, -1)).map((row) => row.map((cell) => cell.trim()));
}
