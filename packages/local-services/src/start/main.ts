import { join } from 'node:path';
import { bringUp } from './bring-up.ts';
import { lockInstance } from './instance-lock.ts';
import { readSettings } from './settings.ts';
import { untilAskedToStop } from './signals.ts';
import { createSupervisor } from './supervisor.ts';

/**
 * `npm start`: everything that order-countdown needs, up by one command and down by one Ctrl-C.
 *
 * @returns the exit code: 0 when asked to stop, 1 when anything went wrong.
 */
async function main(): Promise<number> {
  const settings = readSettings();
  const unlock = lockInstance(join(settings.dataDir, 'start.pid'), 'local-services/src/start/main.ts');
  const supervisor = createSupervisor();
  const askedToStop = untilAskedToStop(supervisor.abandon);
  try {
    const first = await Promise.race([bringUp(settings, supervisor), askedToStop, supervisor.broken]);
    if (first !== 'asked to stop') {
      console.log(first);
      await Promise.race([askedToStop, supervisor.broken]);
    }
    console.log('stopping ...');
    return 0;
  } catch (error) {
    complain(error);
    return 1;
  } finally {
    await supervisor.stop();
    unlock();
  }
}

function complain(error: unknown): void {
  console.error(`order-countdown: ${error instanceof Error ? error.message : String(error)}`);
}

process.exit(
  await main().catch((error: unknown) => {
    complain(error);
    return 1;
  }),
);
