import { randomUUID } from 'node:crypto';
import type { Redis } from './connection.ts';

/** The lease expired, or Redis lost it with its data. Another process may hold it now. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** One process's exclusive right to a task. It expires unless it is renewed, so that of a dead process expires soon. */
export interface Lease {
  /** Starts the lifetime anew. @throws LeaseLost */
  renew(): Promise<void>;
  /** Writes a mark, but only while the lease is ours. @throws LeaseLost */
  write(name: string, value: string): Promise<void>;
  /** Gives the lease back, if it is still ours. */
  release(): Promise<void>;
}

const whileOurs = (then: string) => `
  if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
  ${then}
  return 1`;

const renewScript = whileOurs(`redis.call('pexpire', KEYS[1], ARGV[2])`);
const writeScript = whileOurs(`redis.call('set', KEYS[2], ARGV[2])`);
const releaseScript = whileOurs(`redis.call('del', KEYS[1])`);

export const leaseKey = (name: string, tag = '') => `${tag}lease:${name}`;

/**
 * Takes a lease that nobody holds.
 *
 * @param name of what the lease gives the right to
 * @param lifetimeMs how long it lasts unless it is renewed
 * @param tag that of the marks it writes
 * @returns null: another process holds it
 */
export async function acquireLease(
  redis: Redis,
  name: string,
  lifetimeMs: number,
  tag = '',
): Promise<Lease | null> {
  const key = leaseKey(name, tag);
  const holder = randomUUID();
  if (!(await redis.set(key, holder, 'PX', lifetimeMs, 'NX'))) return null;

  async function ours(script: string, keys: string[], values: (string | number)[]): Promise<void> {
    const isOurs = await redis.eval(script, keys.length, ...keys, holder, ...values);
    if (isOurs !== 1) throw new LeaseLost(`the lease to ${name} is no longer ours`);
  }

  return {
    renew: () => ours(renewScript, [key], [lifetimeMs]),
    write: (other, value) => ours(writeScript, [key, tag + other], [value]),
    async release() {
      await redis.eval(releaseScript, 1, key, holder);
    },
  };
}
