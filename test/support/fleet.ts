import { createTestContext, type TestContext } from './context.ts';
import { startHaproxy, type Haproxy, type ServerName } from './haproxy.ts';
import { startApi, startWorker, type RunningProcess } from './processes.ts';
import { until } from './until.ts';

/** Two APIs behind HAProxy, and two workers. */
export interface Fleet {
  context: TestContext;
  haproxy: Haproxy;
  /** Restarts each API and each worker, one after the other. @returns the exit codes of the old processes */
  restart(): Promise<(number | null)[]>;
  close(): Promise<void>;
}

const servers: readonly ServerName[] = ['api-1', 'api-2'];

const apiEnv = { RATE_LIMIT_PER_MINUTE: '10000000', SHUTDOWN_DELAY_MS: '2000' };

export async function startFleet(): Promise<Fleet> {
  const context = await createTestContext();
  const [first, second, ...workers] = await Promise.all([
    startApi(context, apiEnv),
    startApi(context, apiEnv),
    startWorker(context),
    startWorker(context),
  ]);
  const apis: [RunningProcess, RunningProcess] = [first, second];
  const haproxy = await startHaproxy([first.url, second.url]);

  async function restartApi(index: 0 | 1): Promise<number | null> {
    const { port } = new URL(apis[index].url);
    const code = await apis[index].end('SIGTERM');
    await until(async () => (await haproxy.server(servers[index]!))['status']?.startsWith('DOWN'), 60_000);
    apis[index] = await startApi(context, { ...apiEnv, PORT: port });
    // Or the other one would leave while HAProxy has no server but this one, which it believes to be down.
    await until(async () => (await haproxy.server(servers[index]!))['status'] === 'UP', 60_000);
    return code;
  }

  async function restartWorker(index: number): Promise<number | null> {
    const code = await workers[index]!.end('SIGTERM');
    workers[index] = await startWorker(context);
    return code;
  }

  return {
    context,
    haproxy,
    async restart() {
      const inTurn = async (restartOne: (index: 0 | 1) => Promise<number | null>) => [
        await restartOne(0),
        await restartOne(1),
      ];
      return (await Promise.all([inTurn(restartApi), inTurn(restartWorker)])).flat();
    },
    async close() {
      await haproxy.stop();
      await Promise.all([...apis, ...workers].map((each) => each.end()));
      await context.close();
    },
  };
}
