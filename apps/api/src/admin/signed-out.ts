import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { within } from '@order-countdown/shared/platform/within';
import type { Session } from './session.ts';

/** Sessions that were ended before their time, known to all API processes. */
export interface SignedOut {
  add(session: Session): Promise<void>;
  has(session: Session): Promise<boolean>;
}

const timeLimitMs = 300;
const keyOf = ({ id }: Session) => `operator-signed-out:${id}`;

/**
 * Kept in Redis, no longer than the sessions would have lasted. While Redis is away nobody is known
 * to have signed out: that is when operators must get in, and the browser has lost its cookie anyway.
 */
export function createSignedOut(redis: Redis, logger: Logger): SignedOut {
  return {
    async add(session) {
      const remainingMs = Math.max(1, session.expiresAt.getTime() - Date.now());
      await within(timeLimitMs, redis.set(keyOf(session), '', 'PX', remainingMs)).catch((error: unknown) =>
        logger.warn({ err: error }, 'a session that was signed out lasts until its time'),
      );
    },

    async has(session) {
      const found = await within(timeLimitMs, redis.exists(keyOf(session))).catch(() => 0);
      return found === 1;
    },
  };
}
