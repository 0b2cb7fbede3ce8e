import { rmSync } from 'node:fs';
import { findFreePort } from '@order-countdown/local-services/ports';
import { startThrowawayPostgres, startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { startNode } from '../support/processes.ts';

/** What `npm start` starts, on stores of its own. */
export interface Started {
  url: string;
  databaseUrl: string;
  /** Ends everything, and deletes the data. */
  stop: () => Promise<void>;
}

/** Runs the program behind `npm start`. Whatever `.env` says has no say here, so that pictures come out the same. */
export async function startAsUsersDo(): Promise<Started> {
  const dataDir = makeTemporaryFolder('screenshots');
  const [postgres, redis] = await Promise.all([startThrowawayPostgres(), startThrowawayRedis()]);
  const [port, workerPort] = await Promise.all([findFreePort(), findFreePort()]);
  const child = await startNode(['packages/local-services/src/start/main.ts'], {
    ...developmentSecrets,
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: String(port),
    WORKER_PORT: String(workerPort),
    LOCAL_DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    LOG_LEVEL: 'warn',
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await Promise.all([postgres.stop(), redis.stop()]);
    rmSync(dataDir, { recursive: true, force: true });
  };

  let printed = '';
  const ready = new Promise<boolean>((resolve) => {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.includes('order-countdown is ready')) resolve(true);
    });
    void exited.then(() => resolve(false));
  });
  if (await ready) return { url: `http://127.0.0.1:${port}`, databaseUrl: postgres.url, stop };
  await stop();
  throw new Error(`npm start has ended: ${printed}`);
}
