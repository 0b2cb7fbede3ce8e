import { chunksOf } from '../platform/batches.ts';
import { within } from '../platform/within.ts';
import { isOtherHistory } from './changes.ts';
import { channelsOf } from './channels.ts';
import type { Redis } from './connection.ts';

/** Receives change messages about orders, over one connection for all orders. */
export interface ChangeListener {
  /** False: change messages sent now would be missed. */
  isListening(): boolean;
  /** Resolves once subscribed, or once it is clear that its store is away; never rejects. */
  subscribe(id: string): Promise<void>;
  unsubscribe(id: string): void;
  close(): void;
}

export interface ChangeHandler {
  /** A change message about the order arrived. */
  changed(id: string): void;
  /** The ledger was restored, so its history of the order may be another one. */
  restored(id: string): void;
  /** The connection was lost or restored. Messages may have been missed. */
  interrupted(): void;
}

/** Opens a connection of its own. */
export type ListenToChanges = (handler: ChangeHandler) => ChangeListener;

const subscribeTimeLimitMs = 250;

/** A subscriber sends nothing by itself; pings let the connection's timeout notice a server that hangs. */
const pingIntervalMs = 1_000;

const ordersPerCommand = 1_000;

/** @param redis a connection of its own: see `createSubscriberRedis` */
export function createChangeListener(redis: Redis, handler: ChangeHandler): ChangeListener {
  const ids = new Set<string>();
  const channels = channelsOf(redis);
  let isListening = false;

  async function resubscribe(): Promise<void> {
    for (const some of chunksOf(ordersPerCommand, [...ids])) await channels.subscribe(some);
    isListening = redis.status === 'ready';
    handler.interrupted();
  }

  // A subscription only fails with its connection, and the next connection subscribes again.
  channels.onConnected(() => void resubscribe().catch(() => undefined));
  channels.onLost(() => {
    if (!isListening) return;
    isListening = false;
    handler.interrupted();
  });
  channels.onMessage((id, message) => {
    if (isOtherHistory(redis, message)) handler.restored(id);
    else handler.changed(id);
  });

  const pinging = setInterval(() => {
    if (redis.status === 'ready') redis.ping().catch(() => undefined);
  }, pingIntervalMs);

  return {
    isListening: () => isListening,

    async subscribe(id) {
      ids.add(id);
      if (redis.status !== 'ready') return;
      await within(subscribeTimeLimitMs, channels.subscribe([id])).catch(() => undefined);
    },

    unsubscribe(id) {
      ids.delete(id);
      if (redis.status === 'ready') channels.unsubscribe(id).catch(() => undefined);
    },

    close() {
      clearInterval(pinging);
      redis.disconnect();
    },
  };
}
