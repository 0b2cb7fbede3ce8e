import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApi } from '../../support/processes.ts';

/** Starts an api, which needs no stores for that, and writes its pid into a file of this name. */
export async function startApiAndTellPid(name: string): Promise<void> {
  const nowhere = { databaseUrl: 'postgres://127.0.0.1:1/none', redisUrl: 'redis://127.0.0.1:1' };
  const { child } = await startApi(nowhere);
  writeFileSync(join(process.env['PID_FOLDER'] ?? '', name), String(child.pid));
}
