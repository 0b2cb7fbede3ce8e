import { callerOf, maySee } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import type { OrderDependencies } from './dependencies.ts';
import { countdown as runningCountdown } from './examples.ts';
import { orderNotFound } from './refusal.ts';
import { representCountdown } from './representation.ts';
import { orderParams } from './requests.ts';
import { countdownResponse } from './responses.ts';

export const getCountdown = route({
  operationId: 'getCountdown',
  method: 'get',
  path: '/v1/orders/{id}/countdown',
  tag: 'Orders',
  summary: 'Get the time left to pay',
  description: `Cheap enough to poll. \`remainingMs\` is by the database's clock: a page that counts down from it is right even if the
shopper's clock is wrong.`,
  need: 'view',
  params: orderParams,
  successes: {
    200: {
      description: 'The time left.',
      content: json(countdownResponse, { Running: runningCountdown }),
    },
  },
  problems: ['order_not_found'],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id } }, response) => {
      const countdown = await orders.countdown(id);
      if (!countdown || !maySee(callerOf(response), countdown)) throw orderNotFound();
      sendJson(response, representCountdown(countdown));
    },
});
