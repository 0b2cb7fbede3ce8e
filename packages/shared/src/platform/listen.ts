import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

export interface ListenOptions {
  /** Of Postgres itself: a pooler would give the connection to others. */
  url: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  channel: string;
  onMessage: (payload: string) => void;
  /** Messages arrive from now on. Others may have been missed. */
  onListening: () => void;
  onLost: (error: Error) => void;
}

export interface Listening {
  isListening(): boolean;
  close(): void;
}

const retryPauseMs = 1_000;
const pingIntervalMs = 1_000;
const answerTimeLimitMs = 2_000;

/** LISTEN on a connection of its own, which is opened again whenever it is lost. A server that hangs counts as lost. */
export function listen(options: ListenOptions): Listening {
  const { channel, onMessage, onListening, onLost } = options;
  const closing = new AbortController();
  const { signal } = closing;
  let isListening = false;

  async function connect(): Promise<Client> {
    const client = new Client({
      connectionString: options.url,
      application_name: options.applicationName,
      connectionTimeoutMillis: answerTimeLimitMs,
      query_timeout: answerTimeLimitMs,
      keepAlive: true,
    });
    // The ping that follows says so.
    client.on('error', () => undefined);
    client.on('notification', ({ payload = '' }) => onMessage(payload));
    await client.connect();
    return client;
  }

  /** @throws once the connection is lost */
  async function listenOnce(): Promise<void> {
    const client = await connect();
    try {
      await client.query(`listen ${channel}`);
      signal.throwIfAborted();
      isListening = true;
      onListening();
      while (!signal.aborted) {
        await client.query('select 1');
        await sleep(pingIntervalMs, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      isListening = false;
      client.end().catch(() => undefined);
    }
  }

  async function keepListening(): Promise<void> {
    while (!signal.aborted) {
      const error: unknown = await listenOnce().catch((error: unknown) => error);
      if (signal.aborted) return;
      onLost(error instanceof Error ? error : new Error('the connection was closed'));
      await sleep(retryPauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
  void keepListening();

  return { isListening: () => isListening, close: () => closing.abort() };
}
