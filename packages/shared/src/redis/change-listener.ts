import type { Redis } from 'ioredis';
import { chunksOf } from '../platform/batches.ts';
import { within } from '../platform/within.ts';
import { isOtherHistory } from './changes.ts';
import { plainChannels } from './channels.ts';

/** Receives change messages about orders, over one connection to each server for all orders. */
export interface ChangeListener {
  /** False: change messages about the order that are sent now would be missed. */
  isListening(id: string): boolean;
  /** Resolves once subscribed, or once it is clear that its store is away; never rejects. */
  subscribe(id: string): Promise<void>;
  unsubscribe(id: string): void;
  close(): void;
}

export interface ChangeHandler {
  /** A change message about the order arrived, or may have been missed. */
  changed(id: string): void;
  /** The ledger was restored, so its history of the order may be another one. */
  restored(id: string): void;
  /** The connection was lost or restored. Messages about any order may have been missed. */
  interrupted(): void;
}

/** Opens a connection of its own. */
export type ListenToChanges = (handler: ChangeHandler) => ChangeListener;

/** A listener to one server, of sets of orders. */
export interface ServerListener {
  isListening(): boolean;
  /** See {@link ChangeListener.subscribe}. */
  subscribe(ids: readonly string[]): Promise<void>;
  unsubscribe(ids: readonly string[]): void;
  close(): void;
}

const subscribeTimeLimitMs = 250;

/** A subscriber sends nothing by itself; pings let the connection's timeout notice a server that hangs. */
const pingIntervalMs = 1_000;

const ordersPerCommand = 1_000;

/** @param redis a connection of its own: see `createSubscriberRedis` */
export function createChangeListener(redis: Redis, handler: ChangeHandler): ChangeListener {
  const server = listenToServer(redis, handler);
  return {
    isListening: () => server.isListening(),
    subscribe: (id) => server.subscribe([id]),
    unsubscribe: (id) => server.unsubscribe([id]),
    close: () => server.close(),
  };
}

/** @param redis a connection of its own, which is closed with the listener */
export function listenToServer(
  redis: Redis,
  handler: ChangeHandler,
  channels = plainChannels(redis),
): ServerListener {
  const wanted = new Set<string>();
  let isListening = false;
  let isSubscribing = false;

  /** All of them. What fails is tried again with the next ping, or on the next connection. */
  async function resubscribe(): Promise<void> {
    if (isSubscribing) return;
    isSubscribing = true;
    let areAll = true;
    for (const ids of chunksOf(ordersPerCommand, [...wanted])) {
      const still = ids.filter((id) => wanted.has(id));
      if (still.length > 0) await channels.subscribe(still).catch(() => (areAll = false));
    }
    isSubscribing = false;
    if (!areAll || redis.status !== 'ready') return;
    isListening = true;
    handler.interrupted();
  }

  function noteLost(): void {
    if (!isListening) return;
    isListening = false;
    handler.interrupted();
  }

  redis.on('ready', () => void resubscribe());
  channels.onLost(noteLost);
  channels.onMessage((id, message) => {
    if (isOtherHistory(redis, message)) handler.restored(id);
    else handler.changed(id);
  });

  const pinging = setInterval(() => {
    if (redis.status !== 'ready') return;
    redis.ping().catch(() => undefined);
    if (!isListening) void resubscribe();
  }, pingIntervalMs);

  return {
    isListening: () => isListening,

    async subscribe(ids) {
      for (const id of ids) wanted.add(id);
      if (redis.status !== 'ready' || ids.length === 0) return;
      const subscribed = channels.subscribe(ids).catch(noteLost);
      await within(subscribeTimeLimitMs, subscribed).catch(() => undefined);
    },

    unsubscribe(ids) {
      for (const id of ids) wanted.delete(id);
      // The next connection begins without subscriptions.
      if (redis.status === 'ready' && ids.length > 0) channels.unsubscribe(ids).catch(() => undefined);
    },

    close() {
      clearInterval(pinging);
      redis.disconnect();
    },
  };
}
