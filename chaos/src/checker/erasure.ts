import { isUnknown } from '../history/history.ts';
import type { Check } from './check.ts';
import { isFinalType } from './ending.ts';
import type { OrderCase } from './order-case.ts';
import { acknowledgedPlacements } from './placement.ts';
import { clockToleranceMs } from './refusals.ts';
import type { Run } from './run.ts';

/** How long it takes at the most until an order of a forgotten customer is erased: a worker looks once a second. */
export const erasureLagMs = 5_000;

const requestsFor = ({ requests }: OrderCase, run: Run) => {
  const placed = requests.find(({ operation }) => operation === 'place');
  return run.erasures.get(String(placed?.sent['customerId'])) ?? [];
};

export const erasureChecks: readonly Check[] = [
  {
    name: 'forgotten_customers_are_erased',
    promise:
      'An order whose customer was forgotten with 200 is erased within seconds of that and of its end, or of the last fault.',
    broken(one, run) {
      const events = one.ledger?.events ?? [];
      const end = events.find(({ type }) => isFinalType(type));
      if (!end || events.some(({ type }) => type === 'customer.erased')) return [];
      const placedAt = Math.min(...acknowledgedPlacements(one.requests).map(({ endedAt }) => endedAt!));
      const forgottenAt = requestsFor(one, run)
        .filter(({ status, sentAt }) => status === 200 && sentAt > placedAt)
        .map(({ endedAt }) => endedAt!);
      if (forgottenAt.length === 0) return [];
      const due = Math.max(Math.min(...forgottenAt), run.localTime(end.occurredAt));
      const lateMs = Math.round(run.state.readAt - run.quietSince(due, run.state.readAt));
      return lateMs <= erasureLagMs + run.slackMs
        ? []
        : [`its customer was forgotten, and ${lateMs} ms later it is not erased`];
    },
  },
  {
    name: 'nothing_is_erased_unasked',
    promise: 'An order is erased once, after its end, and after a client asked to forget its customer.',
    broken(one, run) {
      const events = one.ledger?.events ?? [];
      const [erased, ...more] = events.filter(({ type }) => type === 'customer.erased');
      if (!erased) return [];
      const erasedAt = run.localTime(erased.occurredAt) + clockToleranceMs;
      const isAsked = requestsFor(one, run).some(
        (each) => each.sentAt < erasedAt && (each.status === 200 || isUnknown(each)),
      );
      const hasEnded = events.slice(0, erased.sequence).some(({ type }) => isFinalType(type));
      return [
        ...(more.length > 0 ? [`erased ${more.length + 1} times`] : []),
        ...(hasEnded ? [] : ['erased before its end']),
        ...(isAsked ? [] : ['erased, and no client asked to forget its customer']),
      ];
    },
  },
];
