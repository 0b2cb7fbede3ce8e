import type { RequestEntry } from '../history/history.ts';
import type { Check } from './check.ts';
import type { LedgerOrder } from './final-state.ts';

/** How exactly the database's clock is known here: it was read over a connection that may have been slow. */
export const clockToleranceMs = 100;

const isPaid = ({ status }: LedgerOrder) => status === 'paid';
const isCancelledByClient = ({ status, cancelReason }: LedgerOrder) =>
  status === 'cancelled' && cancelReason !== 'expired';
const isOverdue = ({ status, cancelReason }: LedgerOrder) =>
  status === 'pending' || (status === 'cancelled' && cancelReason === 'expired');

/** What the ledger must say in the end, by the code of a refusal. */
const meanings: Partial<Record<string, (ledger: LedgerOrder) => boolean>> = {
  order_already_paid: isPaid,
  order_cancelled: isCancelledByClient,
  order_expired: isOverdue,
};

export const refusalChecks: readonly Check[] = [
  {
    name: 'refusals_are_true',
    promise: 'An order is what a refusal said of it: paid, cancelled, or past its deadline.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      return requests
        .filter(({ status, answer }) => status === 409 && meanings[answer?.code ?? '']?.(ledger) === false)
        .map(({ operation, answer }) => {
          const found = `${ledger.status} ${ledger.cancelReason ?? ''}`.trim();
          return `${operation}: ${answer?.code}, and the order is ${found}`;
        });
    },
  },
  {
    name: 'nothing_refused_early',
    promise: 'Before its deadline, no order is refused as expired.',
    broken({ ledger, requests }, run) {
      if (ledger === null) return [];
      const deadline = run.localTime(ledger.expiresAt) - clockToleranceMs;
      return requests
        .filter(({ answer, endedAt }) => answer?.code === 'order_expired' && endedAt! < deadline)
        .map(({ operation, endedAt }) => {
          const earlyMs = Math.round(run.localTime(ledger.expiresAt) - endedAt!);
          return `${operation}: order_expired, ${earlyMs} ms before ${ledger.expiresAt}`;
        });
    },
  },
  {
    name: 'known_orders_are_found',
    promise: 'An order that was answered 201 is found by every later request.',
    broken({ requests, streams }) {
      const placements = requests.filter(({ operation, status }) => operation === 'place' && status === 201);
      const knownAt = Math.min(...placements.map(({ endedAt }) => endedAt ?? Infinity));
      const lost = requests.filter(({ status, sentAt }) => status === 404 && sentAt > knownAt);
      const lostStreams = streams.filter(({ status, openedAt }) => status === 404 && openedAt > knownAt);
      return [...lost.map(({ operation }) => operation), ...lostStreams.map(() => 'stream')].map(
        (source) => `${source}: 404`,
      );
    },
  },
  {
    name: 'no_internal_errors',
    promise: 'No request is answered 500: what cannot be done now is answered 503.',
    broken: ({ requests, streams }) => [
      ...requests.filter(hasFailed).map(({ operation, answer }) => `${operation}: ${JSON.stringify(answer)}`),
      ...streams.filter(hasFailed).map(({ watcher }) => `watcher ${watcher}: 500`),
    ],
  },
];

const hasFailed = ({ status }: Pick<RequestEntry, 'status'>) => status === 500;
