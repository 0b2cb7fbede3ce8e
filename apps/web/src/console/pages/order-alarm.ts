import { html, nothing, type TemplateResult } from 'lit';
import type { Alarm, OrderDetails } from '../contract.ts';
import { ago, badge, card, code, facts } from '../parts/facts.ts';

const agreement: Record<OrderDetails['redis']['state'], string> = {
  agrees: 'It agrees with the ledger.',
  settling: 'It has just changed, and will agree with the ledger in a moment.',
  differs: 'It differs from the ledger. A worker repairs it within seconds.',
  unknown: 'The queues are away. The sweep cancels the order if nobody pays.',
};

/** The order's alarm, and whether it agrees with the ledger. */
export function alarmCard({ order, alarm, redis }: OrderDetails): TemplateResult {
  return card(
    'Alarm',
    html`${alarm ? alarmFacts(alarm) : html`<p>${missing(order.status, redis.state)}</p>`}
      <p>${badge(redis.state)} ${agreement[redis.state]}</p>
      ${redis.differences.length > 0 ? list(redis.differences) : nothing}`,
  );
}

const list = (texts: readonly string[]) =>
  html`<ul>
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ul>`;

const alarmFacts = ({ queue, jobId, dueAt, state }: Alarm) =>
  facts([
    ['Due', ago(dueAt)],
    ['State', state],
    ['Queue', code(queue)],
    ['Job', html`<a href="/admin/queues/queue/${queue}/${jobId}">open in the queue</a>`],
  ]);

function missing(status: string, state: OrderDetails['redis']['state']): string {
  if (state === 'unknown') return 'It can’t be read.';
  return status === 'pending' ? 'None is set.' : 'None is set, and none is needed.';
}
