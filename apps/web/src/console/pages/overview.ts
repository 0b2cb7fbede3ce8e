import { html, nothing, type TemplateResult } from 'lit';
import '../per-minute-chart.ts';
import type { Overview } from '../contract.ts';
import { count, counted, duration, milliseconds, money } from '../format.ts';
import type { Page } from '../page.ts';

/** What an operator looks at first: live, once a second. */
export const overview: Page<Overview> = {
  path: /^\/$/,
  title: () => 'Overview',
  source: () => '/overview',
  everyMs: 1_000,
  redisOf: ({ stores }) => stores.redis,
  view: (overview) =>
    html`<div class="figures">${figures(overview)}</div>
      <div class="columns even">${due(overview)}${ended(overview)}</div>
      ${failing(overview)}`,
};

interface Figure {
  label: string;
  value: unknown;
  note?: unknown;
  href?: string;
  isBad?: boolean;
}

function figures({ orders, lateness, drift, refundsDue, endpoints, endedPerMinute, stores }: Overview) {
  const all: Figure[] = [
    { label: 'Pending', value: orders && count(orders.pending), href: '/admin/orders?status=pending' },
    {
      label: 'Overdue',
      value: orders && upTo(orders.overdue),
      note: orders?.oldestOverdueMs ? `for ${milliseconds(orders.oldestOverdueMs)} at most` : 'none now',
      isBad: (orders?.oldestOverdueMs ?? 0) > 5_000,
    },
    {
      label: 'Late by (median)',
      value: lateness?.p50Ms == null ? null : milliseconds(lateness.p50Ms),
      note: lateness?.p99Ms == null ? 'of recent expiries' : `p99 ${milliseconds(lateness.p99Ms)}`,
    },
    {
      label: 'Swept, past hour',
      value: endedPerMinute && count(sum(endedPerMinute.map(({ swept }) => swept))),
      note: 'cancelled by the sweep',
    },
    {
      label: 'Drift',
      value: drift && count(drift.difference),
      note: drift ? `${count(drift.alarms)} alarms` : 'not known',
    },
    {
      label: 'Refunds due',
      value: refundsDue && upTo(refundsDue.count),
      note: refundsDue && sums(refundsDue),
      href: '/admin/refunds?status=due',
    },
    {
      label: 'Failing endpoints',
      value: endpoints && count(endpoints.failing.length),
      note: endpoints && `of ${count(endpoints.total)}`,
      href: '/admin/webhooks',
      isBad: (endpoints?.failing.length ?? 0) > 0,
    },
    { label: 'Postgres', value: stores.postgres, isBad: stores.postgres !== 'up' },
    { label: 'Redis', value: stores.redis, isBad: stores.redis === 'down' },
  ];
  return all.map(figure);
}

function figure({ label, value, note, href, isBad = false }: Figure): TemplateResult {
  const name = href ? html`<a href=${href}>${label}</a>` : label;
  return html`<div class="figure ${isBad ? 'bad' : ''}">
    <span class="label">${name}</span>
    <strong>${value ?? '–'}</strong>
    ${note ? html`<span class="muted">${note}</span>` : nothing}
  </div>`;
}

/** The API counts to ten thousand where counting on would take long. */
const upTo = (number: number) => (number >= 10_000 ? '10,000+' : count(number));

const sum = (numbers: readonly (number | null)[]) =>
  numbers.reduce<number>((all, one) => all + (one ?? 0), 0);

function sums({ oldestMs, sums }: NonNullable<Overview['refundsDue']>): string {
  const [first, ...others] = sums;
  if (!first) return 'none';
  const more = others.length > 0 ? ` and ${counted(others.length, 'other sum')}` : '';
  const oldest = oldestMs === null ? '' : `, the oldest for ${duration(oldestMs)}`;
  return money(first.amount, first.currency) + more + oldest;
}

function due({ duePerMinute }: Overview): TemplateResult {
  const total = sum(duePerMinute?.map(({ due }) => due) ?? []);
  return html`<section class="card" aria-label="Due in the next hour">
    <h2>Due in the next hour <span class="muted">${duePerMinute ? count(total) : nothing}</span></h2>
    <per-minute-chart
      .minutes=${duePerMinute?.map(({ minute }) => minute) ?? []}
      .series=${[{ name: 'due', color: 'accent', values: duePerMinute?.map(({ due }) => due) ?? [] }]}
    ></per-minute-chart>
  </section>`;
}

function ended({ endedPerMinute }: Overview): TemplateResult {
  const of = (name: 'paid' | 'cancelled') => endedPerMinute?.map((entry) => entry[name]) ?? [];
  return html`<section class="card" aria-label="Ended in the past hour">
    <h2>
      Past hour
      <span class="key paid">${count(sum(of('paid')))} paid</span>
      <span class="key cancelled">${count(sum(of('cancelled')))} cancelled</span>
    </h2>
    <per-minute-chart
      .minutes=${endedPerMinute?.map(({ minute }) => minute) ?? []}
      .series=${[
        { name: 'paid', color: 'good', values: of('paid') },
        { name: 'cancelled', color: 'bad', values: of('cancelled') },
      ]}
    ></per-minute-chart>
  </section>`;
}

function failing({ endpoints }: Overview) {
  if (!endpoints || endpoints.failing.length === 0) return nothing;
  return html`<section class="card" aria-label="Failing endpoints">
    <h2>Failing endpoints</h2>
    <ul>
      ${endpoints.failing.map(
        ({ id, url, state }) =>
          html`<li><a href="/admin/webhooks/${id}">${url}</a> is ${stateWords[state]}</li>`,
      )}
    </ul>
  </section>`;
}

const stateWords = {
  ok: 'working',
  failing: 'failing: its last attempt failed',
  open: 'failing: only probes are sent',
  disabled: 'disabled, since nothing but failures had occurred for days',
  off: 'off',
};
