import type { Logger } from './logger.ts';
import { within } from './within.ts';

/** Less than the 10 s that Docker waits by default before it kills a container. */
export const graceMs = 9_500;

export interface Closer {
  name: string;
  close: () => Promise<unknown>;
}

/**
 * On SIGTERM or SIGINT, runs the closers one after another in the given order, then exits. The exit code is 0 if all
 * succeeded, and 1 if one failed, the grace period ended, or a second signal arrived.
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

/** Runs every closer, even if one fails. @throws the first failure, at the end */
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
