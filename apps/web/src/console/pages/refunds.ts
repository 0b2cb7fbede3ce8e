import { html, nothing } from 'lit';
import type { List, Refund } from '../contract.ts';
import type { Context, Page } from '../page.ts';
import { recordRefund } from '../actions/refund.ts';
import { ago, amount, badge, code, orderLink } from '../parts/facts.ts';
import { filterForm, select, sourceQuery, text } from '../parts/filter.ts';
import { listed, table, type Column } from '../parts/table.ts';

export const refunds: Page<List<Refund>> = {
  path: /^\/refunds$/,
  title: () => 'Refunds',
  source: ({ place }) =>
    `/refunds${sourceQuery(place, ['status', 'reason', 'customerId', 'orderId'], { limit: '50' })}`,
  everyMs: 5_000,
  view: ({ data, nextCursor }, context) =>
    html`<p class="muted">Payments that were refused, so that the money must be given back.</p>
      ${filter(context)}
      ${listed(context.place, refundTable(data, context, true), data.length === 0, nextCursor)}`,
};

function filter({ place }: Context) {
  return filterForm(
    place,
    html`${select(place, 'status', 'Status', [
      ['due', 'due'],
      ['refunded', 'refunded'],
    ])}
    ${select(place, 'reason', 'Reason', Object.entries(reasons))} ${text(place, 'customerId', 'Customer')}`,
  );
}

const reasons: Record<Refund['reason'], string> = {
  late: 'paid too late',
  duplicate: 'paid twice',
  amount: 'another amount',
};

/** @param withOrder whether each row names its order */
export function refundTable(data: readonly Refund[], { act }: Pick<Context, 'act'>, withOrder: boolean) {
  const columns: (Column<Refund> | null)[] = [
    withOrder ? { label: 'Order', cell: ({ orderId }) => orderLink(orderId) } : null,
    { label: 'Status', cell: ({ status }) => badge(status) },
    {
      label: 'Amount',
      cell: ({ amount: minorUnits, currency }) => amount(minorUnits, currency),
      isNumber: true,
    },
    { label: 'Why', cell: ({ reason }) => reasons[reason] },
    { label: 'Payment', cell: ({ paymentReference }) => code(paymentReference) },
    { label: 'Refused', cell: ({ createdAt }) => ago(createdAt) },
    { label: 'Refunded', cell: ({ refundedAt }) => ago(refundedAt) },
    { label: 'Refund reference', cell: ({ refundReference }) => code(refundReference) },
    act && {
      label: 'Action',
      cell: (refund) =>
        refund.status === 'due'
          ? html`<button class="quiet small" @click=${() => act(recordRefund(refund))}>
              Mark refunded…
            </button>`
          : nothing,
    },
  ];
  return table(
    'Refunds',
    columns.filter((column) => column !== null),
    data,
    ({ id }) => id,
  );
}
