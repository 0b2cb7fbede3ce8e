import { createTestContext, type TestContext } from './context.ts';
import { startApi, type RunningProcess } from './processes.ts';

/** Two apis on one ledger. */
export interface ApiBesideSilent {
  context: TestContext;
  api: RunningProcess;
  /** It can't tell Redis of its commits. */
  silent: RunningProcess;
  close(): Promise<void>;
}

export async function startApiBesideSilent(): Promise<ApiBesideSilent> {
  const context = await createTestContext();
  const [api, silent] = await Promise.all([
    startApi(context),
    startApi({ ...context, redisUrl: 'redis://127.0.0.1:9' }),
  ]);
  return {
    context,
    api,
    silent,
    async close() {
      await Promise.all([api.end(), silent.end()]);
      await context.close();
    },
  };
}
