import { within } from '../platform/within.ts';
import { changeChannel, isOtherHistory } from './changes.ts';
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

const channelsPerCommand = 1_000;

/** @param redis a connection of its own: see `createSubscriberRedis` */
export function createChangeListener(redis: Redis, handler: ChangeHandler): ChangeListener {
  const ids = new Set<string>();
  const channelPrefix = changeChannel('');
  let isListening = false;

  async function resubscribe(): Promise<void> {
    const channels = [...ids].map(changeChannel);
    for (let start = 0; start < channels.length; start += channelsPerCommand) {
      await redis.subscribe(...channels.slice(start, start + channelsPerCommand));
    }
    isListening = redis.status === 'ready';
    handler.interrupted();
  }

  // A subscription only fails with its connection, and the next connection subscribes again.
  redis.on('ready', () => void resubscribe().catch(() => undefined));
  redis.on('close', () => {
    if (!isListening) return;
    isListening = false;
    handler.interrupted();
  });
  redis.on('message', (channel, message) => {
    const id = channel.slice(channelPrefix.length);
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
      await within(subscribeTimeLimitMs, redis.subscribe(changeChannel(id))).catch(() => undefined);
    },

    unsubscribe(id) {
      ids.delete(id);
      if (redis.status === 'ready') redis.unsubscribe(changeChannel(id)).catch(() => undefined);
    },

    close() {
      clearInterval(pinging);
      redis.disconnect();
    },
  };
}
