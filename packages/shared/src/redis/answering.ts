/** The state of what holds the alarms and queues: a connection to Redis, or what stands in for one. */
export interface Connection {
  /** `ready`: it can be asked. */
  readonly status: string;
  /** Resolves when it answers. */
  ping(): Promise<unknown>;
}

/*
 * A frozen Redis keeps its connections open. Whoever has waited for it in vain says so here, and the other steps of the
 * request, and the requests that follow, don't wait as well.
 */

type Asked = Pick<Connection, 'status'>;

const silent = new WeakSet<Asked>();

/** Whether it is worth waiting for an answer on this connection. */
export const isAnswering = (connection: Asked): boolean =>
  connection.status === 'ready' && !silent.has(connection);

/** @throws Error if it is not worth waiting: nothing was sent */
export function requireAnswering(connection: Asked): void {
  if (!isAnswering(connection)) throw new Error(`the queues do not answer (${connection.status})`);
}

/** Somebody has waited in vain. Until {@link noteAnswer}, nobody else does. */
export const noteSilence = (connection: Asked): void => void silent.add(connection);

/** There is an answer, or a new connection. */
export const noteAnswer = (connection: Asked): void => void silent.delete(connection);
