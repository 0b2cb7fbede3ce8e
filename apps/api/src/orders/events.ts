import { callerOf, maySee } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import type { OrderDependencies } from './dependencies.ts';
import { timeline } from './examples.ts';
import { orderNotFound } from './refusal.ts';
import { representEvent } from './representation.ts';
import { orderParams } from './requests.ts';
import { timelineResponse } from './responses.ts';

export const listOrderEvents = route({
  operationId: 'listOrderEvents',
  method: 'get',
  path: '/v1/orders/{id}/events',
  tag: 'Orders',
  summary: "Get an order's timeline",
  description: `Every event of the order, oldest first. \`sequence\` counts from 1 without gaps. New types of events may be added: ignore
those you do not know.`,
  need: 'orders',
  params: orderParams,
  successes: {
    200: {
      description: 'The timeline.',
      content: json(timelineResponse, { 'Placed and paid': { data: timeline } }),
    },
  },
  problems: ['order_not_found'],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id } }, response) => {
      const [order, events] = await Promise.all([orders.read(id), orders.timeline(id)]);
      if (!order || !maySee(callerOf(response), order)) throw orderNotFound();
      response.json({ data: events.map(representEvent) });
    },
});
