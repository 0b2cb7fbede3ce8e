import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LimitName } from '../limits/process.ts';
import type { Assignment } from '../limits/protocol.ts';
import type { Answer, Bench } from './bench.ts';
import { cpuFigures, cpuOf, perOperation } from './measure.ts';
import type { Stores } from './stores.ts';

/** Adds to an answer what the stores can do alone, with the client's CPU time as `apiCpuUs`. */
export async function withLimits(
  bench: Bench,
  answer: Answer,
  limits: readonly LimitName[],
  orders = bench.size(50_000, 1_000),
): Promise<Answer> {
  for (let round = 1; round <= bench.rounds; round += 1) {
    for (const limit of limits) {
      bench.progress(`round ${round} of ${bench.rounds}: limit ${limit}`);
      const figures = await measureAlone(bench, '../limits/process.ts', limit, orders);
      answer.samples.push({ contender: `limit: ${limit}`, case: 'in sets', round, figures });
    }
  }
  return answer;
}

/**
 * What something takes when nothing else is done.
 *
 * @param file the program that does it: see `answerLimits`
 * @param prepareStores for a program that needs our tables
 */
export async function measureAlone(
  bench: Bench,
  file: string,
  name: string,
  orders: number,
  prepareStores?: (stores: Stores) => Promise<void>,
): Promise<Record<string, number>> {
  const stores = await bench.servers.open();
  await prepareStores?.(stores);
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      DATABASE_URL: stores.databaseUrl,
      REDIS_URL: stores.redisUrl,
      WINDOW_SECONDS: '1800',
    },
  });
  try {
    child.send({ name, count: orders } satisfies Assignment);
    await next(child);
    const pids = { api: child.pid!, ...bench.servers.pids };
    const before = cpuOf(pids);
    child.send('go');
    const { seconds } = (await next(child)) as { seconds: number };
    const cpu = perOperation(before, cpuOf(pids), orders);
    return { perSecond: orders / seconds, ...cpuFigures(cpu) };
  } finally {
    child.kill('SIGKILL');
    await stores.close();
  }
}

async function next(child: ReturnType<typeof fork>): Promise<unknown> {
  const exited = once(child, 'exit').then(() => {
    throw new Error('the process of the limit exited');
  });
  const [message] = (await Promise.race([once(child, 'message'), exited])) as [unknown];
  exited.catch(() => undefined);
  return message;
}
