import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const run = (program: string, ...args: string[]) =>
  execFileSync(process.execPath, [join(root, 'bench', program), ...args], { encoding: 'utf8' }).trim();

describe('docs/capacity.md', () => {
  const document = readFileSync(join(root, 'docs/capacity.md'), 'utf8');

  test('has the sizes that the committed figures give', () => {
    expect(document).toContain(run('capacity.ts'));
  });

  test('has the lateness that they give', () => {
    expect(document).toContain(run('simulate.ts', '--seed', '1'));
  });
});

describe('the simulation', () => {
  const rows = (output: string) =>
    output
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
      .slice(1)
      .map((line) => line.slice(2, -2).split(' | '));

  test('gives other orders for another seed, and refuses what is no seed', () => {
    expect(rows(run('simulate.ts', '--seed', '2'))).not.toEqual(rows(run('simulate.ts', '--seed', '1')));
    expect(() => run('simulate.ts', '--seed', 'x')).toThrow(/usage/);
  });

  test('predicts the measured herd within its spread', () => {
    const output = run('simulate.ts');
    const predicted = rows(output)
      .find(([name]) => name === 'a herd of 100,000')!
      .at(-1)!;
    const [, low, high] = /\(([\d,]+)–([\d,]+)\)/.exec(output)!;
    const number = (text: string) => Number(text.replaceAll(',', ''));
    expect(number(predicted)).toBeGreaterThanOrEqual(number(low!));
    expect(number(predicted)).toBeLessThanOrEqual(number(high!));
  });
});
