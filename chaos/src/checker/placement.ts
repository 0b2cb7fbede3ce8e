import { isDeepStrictEqual } from 'node:util';
import type { RequestEntry } from '../history/history.ts';
import type { Check } from './check.ts';
import { isErased } from './erased.ts';
import type { LedgerOrder } from './final-state.ts';

/** The placements of an order that were answered with it. */
export const acknowledgedPlacements = (requests: readonly RequestEntry[]) =>
  requests.filter(({ operation, status }) => operation === 'place' && status === 201);

/** Members of the request that the order has under the same name. */
const sameMembers = ['customerId', 'amount', 'currency', 'items', 'reference', 'metadata'] as const;

export const placementChecks: readonly Check[] = [
  {
    name: 'placements_are_kept',
    promise: 'An order that was answered 201 is in the ledger, as it was sent, and then changed or erased.',
    broken({ ledger, requests }) {
      return acknowledgedPlacements(requests).flatMap((request) =>
        ledger === null ? ['answered 201, and not in the ledger'] : differences(request, requests, ledger),
      );
    },
  },
  {
    name: 'one_order_per_key',
    promise: 'Placements with one Idempotency-Key are one order.',
    broken({ ledger, requests }) {
      // With the customer, the key is forgotten.
      if (ledger === null || isErased(ledger)) return [];
      return acknowledgedPlacements(requests)
        .filter(({ key }) => key !== ledger.idempotencyKey)
        .map(({ key }) => `placed with the key ${key}, stored with the key ${ledger.idempotencyKey}`);
    },
  },
];

/** What the order is to be about: what was placed, with what later updates sent. */
function contentOf(
  { sent }: RequestEntry,
  requests: readonly RequestEntry[],
  ledger: LedgerOrder,
): RequestEntry['sent'] {
  const updates = ledger.events.filter(({ type }) => type === 'order.updated');
  if (isErased(ledger)) {
    // Which updates they were is erased, too.
    const { amount = sent['amount'] } = updates.at(-1)?.data ?? {};
    return { amount, currency: sent['currency'], customerId: null, reference: null, metadata: {} };
  }
  const changes = updates.map(({ data }) =>
    requests.find((each) => each.operation === 'update' && each.sent['reference'] === data['reference']),
  );
  return Object.assign({ ...sent }, ...changes.map((each) => each?.sent ?? {})) as RequestEntry['sent'];
}

function differences(
  request: RequestEntry,
  requests: readonly RequestEntry[],
  ledger: LedgerOrder,
): string[] {
  const { sent } = request;
  const content = contentOf(request, requests, ledger);
  const wrong = sameMembers.filter(
    (name) => name in content && !isDeepStrictEqual(content[name], ledger[name]),
  );
  const found = wrong.map(
    (name) =>
      `is to have ${name} ${JSON.stringify(content[name])}, stored as ${JSON.stringify(ledger[name])}`,
  );
  const windowSeconds = Number(sent['expiresInSeconds']);
  const deadline = ledger.events[0]?.data['expiresAt'];
  if (
    'expiresInSeconds' in sent &&
    Date.parse(ledger.createdAt) + windowSeconds * 1_000 !== Date.parse(String(deadline))
  ) {
    found.push(`placed at ${ledger.createdAt} for ${windowSeconds} s, and due at ${String(deadline)}`);
  }
  return found;
}
