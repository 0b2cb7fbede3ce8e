import type { Broken } from '../support/breaking.ts';
import { requestOf, type HandMadeRun } from '../support/clean-run.ts';
import { instant, request, timeline } from '../support/hand-made.ts';

/** The customer of the erased order. */
const customerId = 'customer-erased';

/** As if nobody had seen anything of the order but its placement. */
function unseen({ history }: HandMadeRun, orderId: string): void {
  history.feed = [];
  history.webhooks = history.webhooks.filter(({ body }) => !body.includes(orderId));
}

/** Histories with one thing wrong with what changes an order, brings its deadline nearer, or forgets its customer. */
export const brokenChanges: Broken[] = [
  [
    'acknowledged_updates_are_kept',
    'an acknowledged update is not in the timeline',
    'pending',
    ({ history, pending }) =>
      history.requests.push(request('update', pending, 300, { sent: { reference: 'u2' } })),
  ],
  [
    'acknowledged_updates_are_kept',
    'an update was made that was refused',
    'changed',
    (run) => (requestOf(run, 'update', run.changed.id).status = 409),
  ],
  [
    'acknowledged_updates_are_kept',
    'an update was made that nobody asked for, and its customer forgotten',
    'erased',
    (run) => {
      unseen(run, run.erased.id);
      const data = { changed: ['reference'], reference: null, amount: 500, currency: 'EUR' };
      const updated = { ...run.erased.events[0]!, sequence: 2, type: 'order.updated', data };
      run.erased.events.splice(1, 0, updated);
    },
  ],
  [
    'placements_are_kept',
    'an update was acknowledged, and the order has the reference of before',
    'changed',
    ({ changed }) => (changed.reference = 'changed'),
  ],
  [
    'placements_are_kept',
    'an order was erased, and still has its metadata',
    'erased',
    ({ erased }) => (erased.metadata = { number: 'erased' }),
  ],
  [
    'advances_count_once',
    'the deadline was brought nearer twice for one key',
    'changed',
    (run) => {
      const { history, changed } = run;
      requestOf(run, 'advance', changed.id).key = 'advance-1';
      requestOf(run, 'advance', changed.id).sent = { seconds: 5 };
      history.feed = [];
      changed.events[3]!.data = { seconds: 5, expiresAt: instant(590_105) };
    },
  ],
  [
    'advances_count_once',
    'an acknowledged request brought the deadline no nearer',
    'pending',
    ({ history, pending }) =>
      history.requests.push({
        ...request('advance', pending, 300, { sent: { seconds: 3 } }),
        key: 'advance-3',
      }),
  ],
  [
    'deadline_follows_its_events',
    'the deadline was brought nearer than was asked for',
    'changed',
    ({ changed }) => (changed.events[2]!.data = { seconds: 5, expiresAt: instant(590_105) }),
  ],
  [
    'expires_within_two_sweeps',
    'an order stayed pending after its deadline was brought behind the present',
    'changed',
    (run) => {
      unseen(run, run.changed.id);
      run.changed.events[4]!.occurredAt = instant(4_000);
      run.changed.cancelledAt = instant(4_000);
    },
  ],
  [
    'forgotten_customers_are_erased',
    'a forgotten customer’s order was not erased after its end',
    'cancelled',
    ({ history }) =>
      history.requests.push(request('erase', null, 1_000, { sent: { customerId: 'customer-cancelled' } })),
  ],
  [
    'nothing_is_erased_unasked',
    'an order was erased, and the request to forget its customer was refused',
    'erased',
    (run) => (requestOf(run, 'erase', null).status = 403),
  ],
  [
    'nothing_is_erased_unasked',
    'an order was erased, and another customer was forgotten',
    'erased',
    (run) => (requestOf(run, 'erase', null).sent = { customerId: `${customerId}-2` }),
  ],
  [
    'nothing_is_erased_unasked',
    'an order was erased before its end',
    'erased',
    (run) => {
      unseen(run, run.erased.id);
      const [placed, cancelled, erased] = run.erased.events;
      run.erased.events = [placed!, { ...erased!, sequence: 2 }, { ...cancelled!, sequence: 3 }];
    },
  ],
  [
    'nothing_is_erased_unasked',
    'an order was erased twice',
    'erased',
    ({ erased }) => {
      erased.events.push({ ...erased.events[2]!, sequence: 4, webhookId: 'evt_erased_4' });
    },
  ],
  [
    'timelines_are_in_the_ledger',
    'a timeline tells of the erasure, and the customer, too',
    'erased',
    ({ history, erased }) => {
      const [placed, ...rest] = timeline(erased);
      const told = { ...placed!, data: { ...(placed!.data as object), customerId } };
      history.requests.push(request('events', erased, 1_700, { answer: { events: [told, ...rest] } }));
    },
  ],
  [
    'timelines_are_in_the_ledger',
    'a timeline of before the erasure has another amount',
    'erased',
    (run) => {
      const [before] = run.history.requests.filter(
        ({ operation, orderId }) => operation === 'events' && orderId === run.erased.id,
      );
      const [placed] = before!.answer!.events!;
      placed!.data = { ...(placed!.data as object), amount: 501 };
    },
  ],
];
