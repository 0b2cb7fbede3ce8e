import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startRedis } from '@order-countdown/local-services/redis';
import { findFreePort } from '@order-countdown/local-services/ports';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';

/** A Redis whose append-only file can be replaced by an older copy. */
export interface RestorableRedis {
  url: string;
  takeCopy(): void;
  /** Kills the server, and starts another one with the copy, on the same port. */
  restoreCopy(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRestorableRedis(): Promise<RestorableRedis> {
  const folder = makeTemporaryFolder('restorable-redis');
  const dataDir = join(folder, 'data');
  const copy = join(folder, 'copy');
  const port = await findFreePort();
  const start = () => startRedis({ dataDir, port, log: () => undefined });
  let server = await start();

  async function kill(): Promise<void> {
    server.signal('SIGKILL');
    await server.exited;
  }

  return {
    url: server.url,
    // Redis writes to the file before it answers, and only appends to it.
    takeCopy: () => cpSync(dataDir, copy, { recursive: true }),
    async restoreCopy() {
      await kill();
      rmSync(dataDir, { recursive: true });
      cpSync(copy, dataDir, { recursive: true });
      server = await start();
    },
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
