import { within } from '@order-countdown/shared/platform/within';
import type { QueueCount } from '@order-countdown/shared/redis/queue-counts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import { queuesResponse, type QueuesResponse } from './contract.ts';
import type { ConsoleDependencies } from './dependencies.ts';
import { queues as example } from './examples.ts';

const timeLimitMs = 300;

export const getQueues = route({
  operationId: 'getQueues',
  method: 'get',
  path: '/admin/api/queues',
  tag: 'Console',
  summary: 'Get how many jobs each queue has',
  description: 'Answers with 200 while Redis is away, too: for the banner above the queues.',
  need: 'backend',
  successes: { 200: { description: 'The queues.', content: json(queuesResponse, { Usual: example }) } },
  problems: [],
  handle:
    ({ connection, redis, queueNames, countJobs }: ConsoleDependencies) =>
    async (_input, response) => {
      // A command would wait while the connection does.
      const counting = connection.status === 'ready' ? countJobs() : Promise.resolve(null);
      const counts = await within(timeLimitMs, counting).catch(() => null);
      sendJson(response, {
        redis: redis ? (counts ? 'up' : 'down') : 'none',
        queues: counts && queueNames.map((name) => ofQueue(name, counts)),
      } satisfies QueuesResponse);
    },
});

function ofQueue(name: string, counts: readonly QueueCount[]) {
  const jobs = (wanted: QueueCount['state']) =>
    counts.find(({ queue, state }) => queue === name && state === wanted)?.count ?? 0;
  return {
    name,
    waiting: jobs('waiting'),
    active: jobs('active'),
    delayed: jobs('delayed'),
    failed: jobs('failed'),
  };
}
