import type { Order } from '@order-countdown/shared/order/order';
import { setAlarm, type AlarmVerdict } from '@order-countdown/shared/orders/set-alarm';
import { viewInRedis } from '@order-countdown/shared/orders/redis-view';
import { json, jsonBody } from '../http/content.ts';
import { Problem } from '../http/problem.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import { noteDecision } from '../http/story.ts';
import { accepted } from '../orders/refusal.ts';
import { orderParams } from '../orders/requests.ts';
import type { ConsoleDependencies } from './dependencies.ts';
import { alarm as example } from './examples.ts';
import { alarmSetResponse, setAlarmBody } from './order-contract.ts';
import { representAlarm } from './represent-alarm.ts';

export const setOrderAlarm = route({
  operationId: 'setOrderAlarm',
  method: 'post',
  path: '/admin/api/orders/{id}/alarm',
  tag: 'Console',
  summary: 'Set the alarm of an order anew',
  description: `Sets the alarm and the countdown of a pending order, whatever Redis has. The order itself stays as it is, so this is no event.

On a cancelled or paid order: \`order_cancelled\`, \`order_expired\`, \`order_already_paid\`. While Redis is away: \`unavailable\`.`,
  need: 'backend',
  params: orderParams,
  body: jsonBody(setAlarmBody, { Always: {} }),
  successes: {
    200: { description: 'The alarm.', content: json(alarmSetResponse, { 'Set anew': { alarm: example } }) },
  },
  problems: ['order_not_found', 'order_expired', 'order_cancelled', 'order_already_paid', 'unavailable'],
  handle:
    (dependencies: ConsoleDependencies) =>
    async ({ params: { id } }, response) => {
      const verdict = await setAlarm(dependencies, id);
      noteDecision(response, verdict);
      const order = pendingOrder(verdict);
      const { alarm } = await viewInRedis(dependencies, order, order.asOf);
      sendJson(response, { alarm: representAlarm(id, alarm, dependencies.shards) });
    },
});

/** The order whose alarm was set. @throws Problem */
function pendingOrder(verdict: AlarmVerdict): Order {
  switch (verdict.outcome) {
    case 'set':
      return verdict.order;
    case 'redis_away':
      throw new Problem(
        'unavailable',
        'The queues are not available. The alarm is set as soon as they are back.',
        {
          headers: { 'Retry-After': '1' },
        },
      );
    default:
      return accepted(verdict);
  }
}
