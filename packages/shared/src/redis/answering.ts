import type { Redis } from './connection.ts';
import { isCluster, servedBy } from './masters.ts';

/** The state of what holds the alarms and queues: a connection to Redis, or what stands in for one. */
export interface Connection {
  /** `ready`: it can be asked. */
  readonly status: string;
  /** Resolves when it answers. */
  ping(): Promise<unknown>;
}

/*
 * A frozen Redis keeps its connections open. Whoever has waited for it in vain says so here, and the other steps of the
 * request, and the requests that follow, don't wait as well. In a cluster each master is a line of its own: the others go on.
 */

/** To one server, or to what stands in for one. */
export type Line = Pick<Connection, 'status'>;

const silent = new WeakSet<Line>();

const linesOfClusters = new WeakMap<Redis, Map<string, Line>>();

/** @param tag the hash tag, in braces, of the keys that it is about; without a cluster there is one line for all */
export function lineTo(redis: Redis, tag: string): Line {
  if (!isCluster(redis)) return redis;
  const lines = linesOfClusters.get(redis) ?? new Map<string, Line>();
  linesOfClusters.set(redis, lines);
  const master = servedBy(redis, tag) ?? '';
  const line: Line = lines.get(master) ?? {
    get status() {
      return redis.status;
    },
  };
  lines.set(master, line);
  return line;
}

/** Whether it is worth waiting for an answer on this connection. */
export const isAnswering = (line: Line): boolean => line.status === 'ready' && !silent.has(line);

/** @throws Error if it is not worth waiting: nothing was sent */
export function requireAnswering(line: Line): void {
  if (!isAnswering(line)) throw new Error(`the queues do not answer (${line.status})`);
}

/** Somebody has waited in vain. Until {@link noteAnswer}, nobody else does. */
export const noteSilence = (line: Line): void => void silent.add(line);

/** There is an answer, or a new connection. */
export const noteAnswer = (line: Line): void => void silent.delete(line);
