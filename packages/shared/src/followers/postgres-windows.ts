import type { QueuePool } from '../platform/queue-pool.ts';
import { webhookQueueName } from '../webhooks/queue.ts';
import { windowSize, type Windows } from '../webhooks/windows.ts';

/** Few: that is what the windows are for. Failed ones, which may be many, are not read. */
const queuedStatement = `
select data ->> 'endpointId' as "endpointId", count(*)::int as count from job
where queue = '${webhookQueueName}' and state in ('waiting', 'active', 'delayed')
group by 1`;

/**
 * The windows of webhook endpoints, for which the jobs themselves are counted. Only that more deliveries wait for a place is
 * noted, by each process: the worker's relay looks every second.
 */
export function createPostgresWindows(pool: Pick<QueuePool, 'query'>): Windows {
  const full = new Set<string>();

  return {
    async freePlaces(endpointIds) {
      const rows = await pool.query<{ endpointId: string; count: number }>(queuedStatement);
      const queued = new Map(rows.map(({ endpointId, count }) => [endpointId, count]));
      return endpointIds.map((id) => {
        const free = windowSize - (queued.get(id) ?? 0);
        if (free <= 0) full.add(id);
        return free;
      });
    },

    async enter(endpointId, _deliveryIds, mayBeMore) {
      if (mayBeMore) full.add(endpointId);
      else full.delete(endpointId);
    },

    leave: async (endpointId) => full.has(endpointId),

    // A job that was not added takes no place.
    forget: async () => undefined,
    clear: async () => full.clear(),
  };
}
