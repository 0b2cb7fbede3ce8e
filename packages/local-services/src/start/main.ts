import { join } from 'node:path';
import { bringUp } from './bring-up.ts';
import { lockInstance } from './instance-lock.ts';
import { readSettings } from './settings.ts';
import { untilAskedToStop } from '../process/signals.ts';
import { createSupervisor } from './supervisor.ts';

/**
 * `npm start`: starts everything that order-countdown needs, and stops all of it on Ctrl-C.
 *
 * @returns the exit code: 0 after a signal, 1 after a failure.
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
    report(error);
    return 1;
  } finally {
    await supervisor.stop();
    unlock();
  }
}

function report(error: unknown): void {
  console.error(`order-countdown: ${error instanceof Error ? error.message : String(error)}`);
}

process.exit(
  await main().catch((error: unknown) => {
    report(error);
    return 1;
  }),
);
