import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { report } from '../src/report.ts';
import { runChaos } from '../src/run.ts';

/** `npm run chaos` runs for longer, with every kind of fault. */
const mixes = [
  {
    seed: 3976,
    kinds: [
      'postgres-failover',
      'redis-killed',
      'api-killed-after-commit',
      'worker-frozen',
      'link-half-open',
      'receivers-hang',
      'command-storm',
    ],
  },
  {
    seed: 2795,
    kinds: [
      'postgres-statements-cut',
      'redis-failover',
      'worker-killed-after-commit',
      'api-terminated',
      'link-frozen',
      'receivers-fail',
      'orders-due-at-once',
    ],
  },
];

test.each(mixes)(
  'seed $seed: no promise is broken by $kinds',
  async ({ seed, kinds }) => {
    const logFolder = mkdtempSync(join(tmpdir(), 'order-countdown-chaos-test-'));
    const lines: string[] = [];
    const result = await runChaos({
      seed,
      kinds,
      durationMs: 12_000,
      watchMs: 5_000,
      ordersDueAtOnce: 300,
      logFolder,
      signal: new AbortController().signal,
      log: (line) => lines.push(line),
    });
    expect(report(result), lines.join('\n')).toEqual([]);
    expect([...result.faults.keys()].toSorted()).toEqual(kinds.toSorted());
    expect(result.operations).toBeGreaterThan(100);
    rmSync(logFolder, { recursive: true });
  },
  120_000,
);
