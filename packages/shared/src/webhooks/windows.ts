import { QueueKeys } from 'bullmq';
import { coalesce } from '../platform/coalesce.ts';
import type { Redis } from '../redis/connection.ts';
import { onlyShard } from '../redis/layout.ts';
import { tagIn } from '../redis/masters.ts';
import type { ClaimedDelivery } from './outbox.ts';
import { webhookQueueName } from './queue.ts';

/**
 * How many jobs of each endpoint the queue holds: a few, so that a slow receiver fills nobody's way. One sorted set an
 * endpoint, of its deliveries in the queue. Several relays that look at once may exceed a window by what each adds.
 */
export interface Windows {
  /** @returns how many more deliveries of each endpoint the queue may be given, 0 or less: none */
  freePlaces(endpointIds: readonly string[]): Promise<number[]>;
  /** @param mayBeMore all free places were taken, so `leave` should say so */
  enter(endpointId: string, deliveryIds: readonly string[], mayBeMore: boolean): Promise<void>;
  /** Gives back the places of deliveries that may not have been queued. */
  forget(deliveries: readonly Pick<ClaimedDelivery, 'id' | 'endpointId'>[]): Promise<void>;
  /** Empties the windows of all endpoints: which of their deliveries are in the queue is not known. */
  clear(endpointIds: readonly string[]): Promise<void>;
  /** A delivery left the queue. @returns whether more of the endpoint may be waiting for its place */
  leave(endpointId: string, deliveryId: string): Promise<boolean>;
}

export const windowSize = 100;

/** After this long somebody looks whether the job is still in the queue: its worker may have died. */
const checkAfterMs = 60_000;

/** The keys of an endpoint that was removed go by themselves. */
const lifetimeMs = 24 * 60 * 60 * 1_000;

/* By the clock of Redis, which all processes share. */
const now = `local time = redis.call('time')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

const freePlaces = {
  numberOfKeys: 2,
  lua: `${now}
    for _, id in ipairs(redis.call('zrangebyscore', KEYS[1], '-inf', now)) do
      if redis.call('exists', ARGV[1] .. id) == 1 and not redis.call('zscore', KEYS[2], id) then
        redis.call('zadd', KEYS[1], now + ${checkAfterMs}, id)
      else
        redis.call('zrem', KEYS[1], id)
      end
    end
    return ${windowSize} - redis.call('zcard', KEYS[1])`,
};

const enter = {
  numberOfKeys: 2,
  lua: `${now}
    for index = 2, #ARGV do redis.call('zadd', KEYS[1], now + ${checkAfterMs}, ARGV[index]) end
    redis.call('pexpire', KEYS[1], ${lifetimeMs})
    if ARGV[1] == '1' then redis.call('set', KEYS[2], 1, 'px', ${lifetimeMs}) else redis.call('del', KEYS[2]) end`,
};

interface WindowCommands {
  webhookPlaces(window: string, failed: string, jobPrefix: string): unknown;
  webhookEnter(window: string, more: string, mayBeMore: 0 | 1, ...ids: string[]): unknown;
}

export function createWindows(redis: Redis): Windows {
  redis.defineCommand('webhookPlaces', freePlaces);
  redis.defineCommand('webhookEnter', enter);
  const tag = tagIn(redis, webhookQueueName);
  const windowKey = (endpointId: string) => `${tag}webhook-window:${endpointId}`;
  const moreKey = (endpointId: string) => `${tag}webhook-window-more:${endpointId}`;
  const keys = new QueueKeys(tag || onlyShard.prefix);
  const jobPrefix = keys.toKey(webhookQueueName, '');
  const failedKey = keys.toKey(webhookQueueName, 'failed');

  /** @throws the error of the first command that failed */
  async function inPipeline(fill: (pipeline: ReturnType<Redis['pipeline']>) => void): Promise<number[]> {
    const pipeline = redis.pipeline();
    fill(pipeline);
    const replies = (await pipeline.exec()) ?? [];
    return replies.map(([error, reply]) => {
      if (error) throw error;
      return Number(reply);
    });
  }

  /** Deliveries end by the thousand, and most of those in a set are of the same few endpoints. */
  const leaveInSets = coalesce<{ endpointId: string; deliveryId: string }, boolean>(
    'webhooks: leave',
    async (leaving) => {
      const byEndpoint = Map.groupBy(leaving, ({ endpointId }) => endpointId);
      const replies = await inPipeline((pipeline) => {
        for (const [endpointId, left] of byEndpoint) {
          pipeline.zrem(windowKey(endpointId), ...left.map(({ deliveryId }) => deliveryId));
          pipeline.exists(moreKey(endpointId));
        }
      });
      const more = new Map([...byEndpoint.keys()].map((id, index) => [id, replies[2 * index + 1] === 1]));
      return leaving.map(({ endpointId }) => more.get(endpointId) ?? false);
    },
  );

  return {
    freePlaces: (endpointIds) =>
      inPipeline((pipeline) => {
        const commands = pipeline as unknown as WindowCommands;
        for (const id of endpointIds) commands.webhookPlaces(windowKey(id), failedKey, jobPrefix);
      }),

    async enter(endpointId, deliveryIds, mayBeMore) {
      const commands = redis as unknown as WindowCommands;
      await commands.webhookEnter(
        windowKey(endpointId),
        moreKey(endpointId),
        mayBeMore ? 1 : 0,
        ...deliveryIds,
      );
    },

    async forget(deliveries) {
      if (deliveries.length === 0) return;
      await inPipeline((pipeline) => {
        for (const { id, endpointId } of deliveries) pipeline.zrem(windowKey(endpointId), id);
      });
    },

    async clear(endpointIds) {
      await inPipeline((pipeline) => {
        for (const id of endpointIds) pipeline.del(windowKey(id), moreKey(id));
      });
    },

    leave: (endpointId, deliveryId) => leaveInSets({ endpointId, deliveryId }),
  };
}
