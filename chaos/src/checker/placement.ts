import { isDeepStrictEqual } from 'node:util';
import type { RequestEntry } from '../history/history.ts';
import type { Check } from './check.ts';
import type { LedgerOrder } from './final-state.ts';

/** The placements of an order that were answered with it. */
export const acknowledgedPlacements = (requests: readonly RequestEntry[]) =>
  requests.filter(({ operation, status }) => operation === 'place' && status === 201);

/** Members of the request that the order has under the same name. */
const sameMembers = ['customerId', 'amount', 'currency', 'items', 'reference', 'metadata'] as const;

export const placementChecks: readonly Check[] = [
  {
    name: 'placements_are_kept',
    promise: 'An order that was answered 201 is in the ledger, as it was sent.',
    broken({ ledger, requests }) {
      return acknowledgedPlacements(requests).flatMap((request) =>
        ledger === null ? ['answered 201, and not in the ledger'] : differences(request, ledger),
      );
    },
  },
  {
    name: 'one_order_per_key',
    promise: 'Placements with one Idempotency-Key are one order.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      return acknowledgedPlacements(requests)
        .filter(({ key }) => key !== ledger.idempotencyKey)
        .map(({ key }) => `placed with the key ${key}, stored with the key ${ledger.idempotencyKey}`);
    },
  },
];

function differences({ sent }: RequestEntry, ledger: LedgerOrder): string[] {
  const wrong = sameMembers.filter((name) => name in sent && !isDeepStrictEqual(sent[name], ledger[name]));
  const found = wrong.map(
    (name) => `placed with ${name} ${JSON.stringify(sent[name])}, stored as ${JSON.stringify(ledger[name])}`,
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
