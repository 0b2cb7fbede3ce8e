import type { Broken } from '../support/breaking.ts';
import { requestOf } from '../support/clean-run.ts';
import { instant, request } from '../support/hand-made.ts';

/** Histories with one thing wrong with payment attempts, or with what they do to the deadline. */
export const brokenAttempts: Broken[] = [
  [
    'acknowledged_attempts_are_kept',
    'an acknowledged attempt was never started',
    'pending',
    ({ history, pending }) => {
      const answer = { id: 'pat_2', status: 'open' };
      history.requests.push(
        request('startPayment', pending, 300, { sent: { reference: 'a2' }, status: 201, answer }),
      );
    },
  ],
  [
    'acknowledged_attempts_are_kept',
    'an attempt was started by a request that was refused',
    'attempted',
    (run) => Object.assign(requestOf(run, 'startPayment', run.attempted.id), { status: 409, answer: {} }),
  ],
  [
    'attempts_fail_once',
    'an acknowledged failure is not in the timeline',
    'pending',
    ({ history, pending }) =>
      history.requests.push(request('failPayment', pending, 300, { sent: { attemptId: 'pat_2' } })),
  ],
  [
    'attempts_fail_once',
    'an attempt failed that nobody said to have failed',
    'attempted',
    (run) => (requestOf(run, 'failPayment', run.attempted.id).status = 409),
  ],
  [
    'attempts_fail_once',
    'an attempt failed twice',
    'attempted',
    ({ attempted }) => {
      attempted.events.splice(3, 0, { ...attempted.events[2]!, sequence: 4, webhookId: 'evt_again' });
    },
  ],
  [
    'deadline_follows_its_events',
    'the deadline moved by more than the extension',
    'paid',
    ({ paid }) => (paid.expiresAt = instant(13_005)),
  ],
  [
    'deadline_follows_its_events',
    'the own deadline did not move with the extension',
    'paid',
    ({ paid }) => (paid.payBy = instant(10_005)),
  ],
  [
    'deadline_follows_its_events',
    'an order was due while an attempt held it',
    'attempted',
    ({ attempted }) =>
      (attempted.events[1]!.data = { ...attempted.events[1]!.data, expiresAt: instant(10_085) }),
  ],
  [
    'deadline_follows_its_events',
    'an order stayed held after its attempt had failed',
    'attempted',
    ({ attempted }) =>
      (attempted.events[2]!.data = { ...attempted.events[2]!.data, expiresAt: instant(14_500) }),
  ],
  [
    'answers_are_in_the_ledger',
    'an answer shows an own deadline that the order never had',
    'attempted',
    ({ history, attempted }) => {
      const answer = { status: 'pending', expiresAt: instant(14_500), payBy: instant(14_500) };
      history.requests.push(request('countdown', attempted, 9_600, { answer }));
    },
  ],
  [
    'countdowns_follow',
    'a countdown shows the hold of an attempt five seconds after it had failed',
    'attempted',
    ({ history, attempted }) => {
      const answer = { status: 'pending', expiresAt: instant(14_500), payBy: attempted.payBy };
      history.requests.push(request('countdown', attempted, 16_100, { answer }));
    },
  ],
];
