import type { Broken } from '../support/breaking.ts';
import { requestOf } from '../support/clean-run.ts';
import { request } from '../support/hand-made.ts';

/** Histories in which a client was refused for a wrong reason. */
export const brokenRefusals: Broken[] = [
  [
    'refusals_are_true',
    'a payment was refused as expired and the order is paid',
    'paid',
    (run) => (requestOf(run, 'pay', run.paid.id).answer = { code: 'order_expired' }),
  ],
  [
    'refusals_are_true',
    'a payment was refused as paid and the order is cancelled',
    'cancelled',
    (run) => (requestOf(run, 'pay', run.cancelled.id).answer = { code: 'order_already_paid' }),
  ],
  [
    'refusals_are_true',
    'a payment was refused as cancelled and the order had expired',
    'expired',
    ({ history, expired }) =>
      history.requests.push(
        request('extend', expired, 1_200, { status: 409, answer: { code: 'order_cancelled' } }),
      ),
  ],
  [
    'nothing_refused_early',
    'an extension was refused as expired before the deadline',
    'expired',
    ({ history, expired }) =>
      history.requests.push(
        request('extend', expired, 900, { status: 409, answer: { code: 'order_expired' } }),
      ),
  ],
  [
    'known_orders_are_found',
    'an acknowledged order is not found',
    'pending',
    ({ history, pending }) =>
      history.requests.push(
        request('read', pending, 900, { status: 404, answer: { code: 'order_not_found' } }),
      ),
  ],
  [
    'known_orders_are_found',
    'the stream of an acknowledged order is not found',
    'paid',
    ({ history }) => Object.assign(history.streams[0]!, { status: 404, events: [] }),
  ],
  [
    'no_internal_errors',
    'a request was answered 500',
    'pending',
    ({ history, pending }) =>
      history.requests.push(
        request('read', pending, 900, { status: 500, answer: { code: 'internal_error' } }),
      ),
  ],
];
