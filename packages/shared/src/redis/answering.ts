import type { Redis } from './connection.ts';

/*
 * A frozen Redis keeps its connections open. Whoever has waited for it in vain says so here, and the other steps of the
 * request, and the requests that follow, don't wait as well.
 */

type Connection = Pick<Redis, 'status'>;

const silent = new WeakSet<Connection>();

/** Whether it is worth waiting for an answer on this connection. */
export const isAnswering = (redis: Connection): boolean => redis.status === 'ready' && !silent.has(redis);

/** @throws Error if it is not worth waiting: nothing was sent */
export function requireAnswering(redis: Connection): void {
  if (!isAnswering(redis)) throw new Error(`redis does not answer (${redis.status})`);
}

/** Somebody has waited in vain. Until {@link noteAnswer}, nobody else does. */
export const noteSilence = (redis: Connection): void => void silent.add(redis);

/** There is an answer, or a new connection. */
export const noteAnswer = (redis: Connection): void => void silent.delete(redis);
