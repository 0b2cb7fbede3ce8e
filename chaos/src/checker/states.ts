import type { LedgerOrder } from './final-state.ts';

/** What an order was after an event, as answers show it. */
export interface OrderState {
  status: string;
  payBy: string;
  expiresAt: string;
  paidAt: string | null;
  cancelledAt: string | null;
  cancelReason: string | null;
}

/** The states of an order by version, from its timeline: the first is at index 1. */
export function statesOf({ events }: LedgerOrder): (OrderState | undefined)[] {
  const states: (OrderState | undefined)[] = [undefined];
  let state: OrderState = {
    status: 'pending',
    payBy: '',
    expiresAt: '',
    paidAt: null,
    cancelledAt: null,
    cancelReason: null,
  };
  for (const { type, data, occurredAt } of events) {
    if (type !== 'order.expiring' && typeof data['expiresAt'] === 'string') {
      state = { ...state, expiresAt: data['expiresAt'] };
    }
    if (type === 'order.placed') state = { ...state, payBy: state.expiresAt };
    if (type === 'order.extended') state = { ...state, payBy: String(data['payBy']) };
    if (type === 'order.advanced') {
      const nearer = Date.parse(state.payBy) - Number(data['seconds']) * 1_000;
      const earliest = Date.parse(events[0]?.occurredAt ?? '') + 1;
      state = { ...state, payBy: new Date(Math.max(nearer, earliest)).toISOString() };
    }
    if (type === 'order.paid') state = { ...state, status: 'paid', paidAt: occurredAt };
    if (type === 'order.cancelled') {
      state = {
        ...state,
        status: 'cancelled',
        cancelledAt: occurredAt,
        cancelReason: String(data['reason']),
      };
    }
    states.push(state);
  }
  return states;
}
