import type { Logger } from './logger.ts';
import { within } from './within.ts';

/** Less than the 10 s that Docker waits by default before it kills a container. */
export const graceMs = 9_500;

export interface Closer {
  name: string;
  close: () => Promise<unknown>;
}

/**
 * Runs the closers one after another in the given order, then exits. The exit code is 0 if all succeeded, and 1 if one
 * failed or the grace period ended.
 *
 * @returns begins it, once; false: it had begun
 */
export function createEnding(
  closers: readonly Closer[],
  logger: Logger,
  limitMs = graceMs,
): (reason: object) => boolean {
  let hasBegun = false;

  async function end(reason: object): Promise<void> {
    logger.info(reason, 'stopping');
    try {
      await within(limitMs, closeAll(closers, logger));
      logger.info('stopped');
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'stopped before everything was closed');
      process.exit(1);
    }
  }

  return (reason) => {
    if (hasBegun) return false;
    hasBegun = true;
    void end(reason);
    return true;
  };
}

/** Ends as {@link createEnding} does, on SIGTERM or SIGINT; with exit code 1 at once when a second signal arrives. */
export function closeOnSignal(closers: readonly Closer[], logger: Logger, limitMs = graceMs): void {
  const begin = createEnding(closers, logger, limitMs);
  const end = (signal: NodeJS.Signals) => void (begin({ signal }) || process.exit(1));
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
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
