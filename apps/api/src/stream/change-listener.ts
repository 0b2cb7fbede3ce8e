import { changeChannel } from '@order-countdown/shared/redis/changes';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { within } from '@order-countdown/shared/platform/within';

/** Hears that orders have changed, by one connection for all of them. */
export interface Nudges {
  /** False: whatever changes at this moment will not be heard of. */
  isListening(): boolean;
  /** Hears of the order from now on. Resolves when that has begun, or can't be had now; never throws. */
  listen(id: string): Promise<void>;
  /** Hears of the order no more. */
  ignore(id: string): void;
  close(): void;
}

export interface NudgeListener {
  /** The order has changed, or so somebody says. */
  nudged(id: string): void;
  /** Listening has begun, or has ended: either way something may have been missed. */
  interrupted(): void;
}

/** How long a subscription is waited for. */
const subscribeTimeLimitMs = 250;

/** A server that takes longer to answer than the connection allows counts as gone, and can only be asked. */
const pingIntervalMs = 1_000;

const channelsPerCommand = 1_000;

/** @param redis a connection of its own: see `createSubscriberRedis` */
export function createNudges(redis: Redis, listener: NudgeListener): Nudges {
  const ids = new Set<string>();
  const channelPrefix = changeChannel('');
  let isListening = false;

  async function resubscribe(): Promise<void> {
    const channels = [...ids].map(changeChannel);
    for (let start = 0; start < channels.length; start += channelsPerCommand) {
      await redis.subscribe(...channels.slice(start, start + channelsPerCommand));
    }
    isListening = redis.status === 'ready';
    listener.interrupted();
  }

  // A subscription that fails, fails with the connection, and the next one begins anew.
  redis.on('ready', () => void resubscribe().catch(() => undefined));
  redis.on('close', () => {
    if (!isListening) return;
    isListening = false;
    listener.interrupted();
  });
  redis.on('message', (channel) => listener.nudged(channel.slice(channelPrefix.length)));

  const pinging = setInterval(() => {
    if (redis.status === 'ready') redis.ping().catch(() => undefined);
  }, pingIntervalMs);

  return {
    isListening: () => isListening,

    async listen(id) {
      ids.add(id);
      if (redis.status !== 'ready') return;
      await within(subscribeTimeLimitMs, redis.subscribe(changeChannel(id))).catch(() => undefined);
    },

    ignore(id) {
      ids.delete(id);
      if (redis.status === 'ready') redis.unsubscribe(changeChannel(id)).catch(() => undefined);
    },

    close() {
      clearInterval(pinging);
      redis.disconnect();
    },
  };
}
