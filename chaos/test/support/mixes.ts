import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { report } from '../../src/report.ts';
import type { RedisKind } from '../../src/cluster.ts';
import { runChaos } from '../../src/run.ts';

export interface Mix {
  seed: number;
  kinds: string[];
  /** How long the service is watched afterwards. */
  watchMs: number;
  /** Default: a pair. */
  redis?: RedisKind;
}

/** Runs each mix of faults, for twelve seconds by default. `npm run chaos` runs for longer, with every kind of fault. */
export function testChaos(mixes: Mix[], durationMs = 12_000): void {
  test.each(mixes)(
    'seed $seed: no promise is broken by $kinds',
    async ({ seed, kinds, watchMs, redis = 'pair' }) => {
      // It stays if the test fails, for whoever looks for the reason.
      const logFolder = mkdtempSync(join(tmpdir(), 'order-countdown-chaos-test-'));
      const lines: string[] = [];
      const result = await runChaos({
        seed,
        kinds,
        redis,
        durationMs,
        watchMs,
        ordersDueAtOnce: 300,
        logFolder,
        signal: new AbortController().signal,
        log: (line) => lines.push(line),
      });
      expect(report(result), [`logs in ${logFolder}`, ...lines].join('\n')).toEqual([]);
      expect([...result.faults.keys()].toSorted()).toEqual(kinds.toSorted());
      expect(result.operations).toBeGreaterThan(100);
      rmSync(logFolder, { recursive: true });
    },
    durationMs + 110_000,
  );
}
