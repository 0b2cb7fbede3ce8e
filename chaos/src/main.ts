import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { untilAskedToStop } from '@order-countdown/local-services/signals';
import { createFaults } from './faults/faults.ts';
import { killDescendants } from './process-tree.ts';
import { report, summary } from './report.ts';
import { runChaos } from './run.ts';

/**
 * `npm run chaos -- --minutes 30 --seed 1 --kinds redis-killed,api-killed`, or with `--redis cluster`
 *
 * @returns the exit code: 0 if every promise was kept, 1 if not, 2 if the arguments are wrong
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      seed: { type: 'string' },
      kinds: { type: 'string' },
      redis: { type: 'string', default: 'pair' },
    },
  });
  const minutes = Number(values.minutes ?? 5);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const redis = (['pair', 'cluster'] as const).find((kind) => kind === values.redis);
  const known = createFaults(0, redis).map(({ kind }) => kind);
  const kinds = values.kinds?.split(',');
  const unknown = kinds?.filter((kind) => !known.includes(kind)) ?? [];
  if (!redis || !(minutes > 0) || !Number.isSafeInteger(seed) || seed < 0 || unknown.length > 0) {
    console.error(
      'usage: npm run chaos -- [--minutes 30] [--seed 1] [--redis pair|cluster] [--kinds one,other]',
    );
    console.error(`kinds: ${known.join(', ')}`);
    return 2;
  }

  const logFolder = mkdtempSync(join(tmpdir(), 'order-countdown-chaos-logs-'));
  console.log(`seed ${seed}, ${minutes} minutes, logs in ${logFolder}`);
  const stopping = new AbortController();
  void untilAskedToStop(killDescendants).then(() => stopping.abort());
  const result = await runChaos({
    seed,
    durationMs: minutes * 60_000,
    redis,
    ...(kinds && { kinds }),
    logFolder,
    signal: stopping.signal,
    log: (line) => console.log(line),
  });
  for (const line of report(result)) console.log(line);
  console.log(summary(result));
  return result.violations.length + result.broken.length + result.failures.length > 0 ? 1 : 0;
}

process.exit(
  await main().catch((error: unknown) => {
    console.error('chaos:', error);
    return 1;
  }),
);
