import type { Logger } from './logger.ts';
import { within } from './within.ts';

/** Short of the 10 s that a container gets by default, so that the exit is ours and not the kernel's. */
export const graceMs = 9_500;

export interface Closer {
  name: string;
  close: () => Promise<unknown>;
}

/**
 * Ends the process on SIGTERM or SIGINT: the closers run one after another, in the order given.
 * Exit code 0 when all are done, 1 when one failed or the grace period is over, or on a second signal.
 */
export function closeOnSignal(closers: readonly Closer[], logger: Logger, limitMs = graceMs): void {
  let isClosing = false;

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (isClosing) process.exit(1);
    isClosing = true;
    logger.info({ signal }, 'stopping');
    try {
      await within(limitMs, closeAll(closers, logger));
      logger.info('stopped');
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'stopped before everything was closed');
      process.exit(1);
    }
  }

  process.on('SIGTERM', (signal) => void end(signal));
  process.on('SIGINT', (signal) => void end(signal));
}

/** One that fails doesn't keep the others from being closed. @throws the first failure, after all */
async function closeAll(closers: readonly Closer[], logger: Logger): Promise<void> {
  const failures: unknown[] = [];
  for (const { name, close } of closers) {
    try {
      await close();
    } catch (error) {
      logger.error({ err: error, closer: name }, 'could not close');
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
