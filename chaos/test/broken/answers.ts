import type { Broken } from '../support/breaking.ts';
import { requestOf } from '../support/clean-run.ts';
import { request, shown, timeline } from '../support/hand-made.ts';

/** Histories in which a client was told something wrong. */
export const brokenAnswers: Broken[] = [
  [
    'answers_are_in_the_ledger',
    'an answer shows a status that the order did not have at that version',
    'paid',
    (run) => (requestOf(run, 'extend', run.paid.id).answer!.status = 'paid'),
  ],
  [
    'answers_are_in_the_ledger',
    'an answer shows another deadline',
    'paid',
    (run) => (requestOf(run, 'read', run.paid.id).answer!.expiresAt = run.expired.expiresAt),
  ],
  [
    'answers_are_in_the_ledger',
    'an answer has a version that the ledger does not have',
    'pending',
    (run) => (requestOf(run, 'place', run.pending.id).answer!.version = 2),
  ],
  [
    'answers_are_in_the_ledger',
    'a list shows an order as it never was',
    'paid',
    (run) => (requestOf(run, 'list', null).answer!.orders![0]!.cancelReason = 'expired'),
  ],
  [
    'answers_are_in_the_ledger',
    'a countdown shows a deadline that the order never had',
    'paid',
    (run) => (requestOf(run, 'countdown', run.paid.id).answer!.expiresAt = run.pending.expiresAt),
  ],
  [
    'answers_are_in_the_ledger',
    'a countdown shows a status that the order never had',
    'pending',
    ({ history, pending }) => {
      const answer = { status: 'paid', expiresAt: pending.expiresAt };
      history.requests.push(request('countdown', pending, 900, { answer }));
    },
  ],
  [
    'timelines_are_in_the_ledger',
    'a timeline was answered that is not the one of the ledger',
    'paid',
    (run) => (requestOf(run, 'events', run.paid.id).answer!.events![1]!.type = 'order.expiring'),
  ],
  [
    'lists_are_whole',
    "an acknowledged order is not in its customer's list",
    'paid',
    (run) => (requestOf(run, 'list', null).answer!.orders = []),
  ],
  [
    'answers_never_go_back',
    'an order is pending again after it was paid',
    'paid',
    ({ history, paid }) => history.requests.push(request('read', paid, 3_020, { answer: shown(paid, 2) })),
  ],
  [
    'answers_never_go_back',
    'a refund is no longer there',
    'cancelled',
    ({ history, cancelled }) =>
      history.requests.push(
        request('read', cancelled, 700, { answer: shown(cancelled, 3) }),
        request('read', cancelled, 711, { answer: shown(cancelled, 2) }),
      ),
  ],
  [
    'answers_never_go_back',
    'a list is behind a stream',
    'paid',
    ({ history, paid }) =>
      history.requests.push(
        request('list', null, 1_011, { answer: { orders: [shown(paid, 1)], isComplete: false } }),
      ),
  ],
  [
    'answers_never_go_back',
    'a timeline is shorter than before',
    'expired',
    ({ history, expired }) => {
      const events = timeline(expired).slice(0, 1);
      history.requests.push(request('events', expired, 1_120, { answer: { events } }));
    },
  ],
  [
    'answers_never_go_back',
    'an order is pending again after a payment was refused because it was cancelled',
    'cancelled',
    ({ history, cancelled }) => {
      history.requests = history.requests.filter(
        ({ operation, orderId }) => operation !== 'cancel' || orderId !== cancelled.id,
      );
      history.requests.push(request('cancel', cancelled, 500, { sent: { reason: 'c1' }, status: null }));
      history.requests.push(request('read', cancelled, 620, { answer: shown(cancelled, 1) }));
    },
  ],
  [
    'countdowns_follow',
    'a countdown still runs five seconds after the payment was acknowledged',
    'paid',
    ({ history, paid }) => {
      const answer = { id: paid.id, status: 'pending', expiresAt: paid.expiresAt };
      history.requests.push(request('countdown', paid, 8_011, { answer }));
    },
  ],
  [
    'countdowns_follow',
    'a countdown still runs five seconds after the last fault',
    'paid',
    ({ history, paid, faults }) => {
      faults.push({ startedAt: 2_900, endedAt: 6_000 });
      const answer = { id: paid.id, status: 'pending', expiresAt: paid.expiresAt };
      history.requests.push(request('countdown', paid, 11_001, { answer }));
    },
  ],
  [
    'countdowns_follow',
    'a countdown shows the deadline of before an extension',
    'paid',
    ({ history, paid }) => {
      const { expiresAt = '' } = shown(paid, 1);
      history.requests.push(request('countdown', paid, 6_012, { answer: { status: 'pending', expiresAt } }));
    },
  ],
  [
    'countdowns_follow',
    'a countdown says cancelled after the payment was acknowledged',
    'paid',
    ({ history, paid }) => {
      const answer = { id: paid.id, status: 'cancelled', expiresAt: paid.expiresAt };
      history.requests.push(request('countdown', paid, 3_012, { answer }));
    },
  ],
];
