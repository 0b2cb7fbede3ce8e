import { Client } from 'pg';
import { TransientError } from './errors.ts';
import { reasonOf } from './unreachable.ts';

/** Follows whether connections to Postgres succeed. */
export interface Reachability {
  reached(): void;
  /** @returns an error that says which server could not be reached, and why */
  missed(error: unknown): Error;
}

export interface ReachabilityOptions {
  /** The connection string. */
  url: string;
  /** What fails, as a part of the sentence. Default: `connect to Postgres`. */
  deed?: string;
  /** Called once for any number of failures in a row. */
  onLost?: ((error: Error) => void) | undefined;
  /** Called when a connection succeeds after a failure. */
  onBack?: (() => void) | undefined;
}

export function createReachability({
  url,
  deed = 'connect to Postgres',
  onLost,
  onBack,
}: ReachabilityOptions): Reachability {
  // Never connects: it reads the address as the connections of the pool do.
  const { host, port } = new Client({ connectionString: url });
  let isLost = false;
  return {
    reached() {
      if (isLost) onBack?.();
      isLost = false;
    },
    missed(cause) {
      const error = new TransientError(`could not ${deed} at ${host}:${port}: ${reasonOf(cause)}`);
      if (!isLost) onLost?.(error);
      isLost = true;
      return error;
    },
  };
}
