import { createHash } from 'node:crypto';
import { ipKeyGenerator } from 'express-rate-limit';
import type { AttemptCounts } from './attempt-counts.ts';

const windowMs = 15 * 60 * 1_000;
const failuresPerAddress = 10;

/** Failures at one username, from all addresses together, that make nobody wait. */
const freeFailuresPerUsername = 20;
const firstWaitMs = 1_000;
const maxWaitMs = 60_000;

/** An attempt that counts as a failure until `succeeded`. */
interface AdmittedAttempt {
  isRefused: false;
  /** What to make the caller wait if the attempt fails, in milliseconds; 0: nothing. */
  waitMs: number;
  succeeded(): Promise<void>;
}

interface RefusedAttempt {
  isRefused: true;
  waitMs: number;
}

export interface SignInLimits {
  /** Call before the password is looked at. */
  begin(address: string, username: string): Promise<AdmittedAttempt | RefusedAttempt>;
}

/**
 * Slows down the guessing of passwords, without shutting out who knows one.
 *
 * An address may fail ten times in a quarter of an hour. Failures at one username, from whatever addresses, make each
 * address that has failed wait before it tries again: 1 s after the 21st failure, twice as long after each further one,
 * at most a minute. An address without failures never waits: so failures of others never keep anybody out, and an
 * attacker gains one guess for each new address.
 *
 * An attempt is counted before it is judged, so attempts sent at the same moment count too.
 */
export function createSignInLimits(counts: AttemptCounts): SignInLimits {
  return {
    async begin(address, username) {
      const network = bucketOf(ipKeyGenerator(address));
      const ofAddress = await counts.add(`failures:address:${network}`, windowMs);
      if (ofAddress.count > failuresPerAddress) {
        await ofAddress.undo();
        return { isRefused: true, waitMs: ofAddress.resetInMs };
      }
      const ofUsername = await counts.add(`failures:username:${bucketOf(username)}`, windowMs);
      const undo = () => Promise.all([ofAddress.undo(), ofUsername.undo()]);
      const waitMs = waitAfter(ofUsername.count);
      if (waitMs > 0) {
        const leftMs = await counts.claim(`pause:${bucketOf(`${network} ${username}`)}`, waitMs);
        const hasFailed = ofAddress.count > 1;
        if (hasFailed && leftMs > 0) {
          await undo();
          return { isRefused: true, waitMs: leftMs };
        }
      }
      return {
        isRefused: false,
        waitMs,
        async succeeded() {
          await undo();
        },
      };
    },
  };
}

function waitAfter(failures: number): number {
  const excess = failures - freeFailuresPerUsername;
  return excess <= 0 ? 0 : Math.min(maxWaitMs, firstWaitMs * 2 ** (excess - 1));
}

/** One of a million buckets: a flood of addresses or names can't fill the memory, nor soon fill all buckets. */
function bucketOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 5);
}
