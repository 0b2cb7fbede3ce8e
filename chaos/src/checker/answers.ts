import { isDeepStrictEqual } from 'node:util';
import type { SeenEvent } from '../history/history.ts';
import type { Check } from './check.ts';
import { isToldAs } from './erased.ts';
import type { Acted } from './acted.ts';
import type { LedgerOrder } from './final-state.ts';
import { observationsOf, type Observation } from './observations.ts';
import { statesOf, type OrderState } from './states.ts';

/** What answers show of a state. */
const members = ['status', 'payBy', 'expiresAt', 'paidAt', 'cancelledAt', 'cancelReason'] as const;

export const answerChecks: readonly Check[] = [
  {
    name: 'answers_are_in_the_ledger',
    promise: 'An answer with a version shows the order as the ledger had it at that version.',
    broken(one) {
      if (one.ledger === null) return [];
      const states = statesOf(one.ledger);
      return observationsOf(one).flatMap((observation) => wrongMembers(observation, states));
    },
  },
  {
    name: 'timelines_are_in_the_ledger',
    promise: 'A timeline that was answered is the beginning of the one in the ledger.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      return requests
        .flatMap(({ answer }) => (answer?.events ? [answer.events] : []))
        .filter((told) => !isBeginning(told, ledger))
        .map((told) => `a timeline of ${told.length} events was answered, and is not the ledger's`);
    },
  },
  {
    name: 'lists_are_whole',
    promise: "A customer's whole list has every order whose placement was answered before.",
    broken(one, run) {
      const customerId = one.ledger?.customerId ?? null;
      const placements = one.requests.filter(
        ({ operation, status }) => operation === 'place' && status === 201,
      );
      const knownAt = Math.min(...placements.map(({ endedAt }) => endedAt ?? Infinity));
      if (customerId === null || knownAt === Infinity) return [];
      return (run.wholeLists.get(customerId) ?? [])
        .filter(({ sentAt, answer }) => sentAt > knownAt && !answer?.orders?.some(({ id }) => id === one.id))
        .map(({ sentAt }) => `the list of ${customerId} at ${Math.round(sentAt)} ms does not have it`);
    },
  },
];

/** A timeline that tells of the erasure tells nothing that was erased. */
function isBeginning(told: readonly SeenEvent[], ledger: LedgerOrder): boolean {
  const tellsErasure = told.some(({ type }) => type === 'customer.erased');
  return told.every((seen: SeenEvent & Acted, index) => {
    const { data, actor: _, ...event } = seen;
    const { sequence, type, occurredAt, data: kept } = ledger.events[index] ?? {};
    if (!kept || !type || !isDeepStrictEqual(event, { sequence, type, occurredAt })) return false;
    return tellsErasure
      ? isDeepStrictEqual(data, kept)
      : isToldAs(data as object, { type, data: kept }, ledger);
  });
}

function wrongMembers(observation: Observation, states: readonly (OrderState | undefined)[]): string[] {
  const { source, answer } = observation;
  const { version } = answer;
  if (version === undefined) return wrongWithoutVersion(observation, states);
  const state = states[version];
  if (!state) return [`${source}: version ${version}, and the ledger's last is ${states.length - 1}`];
  return members
    .filter((name) => name in answer && answer[name] !== state[name])
    .map(
      (name) => `${source}: version ${version} with ${name} ${answer[name]}, in the ledger ${state[name]}`,
    );
}

/** A countdown or a refusal: it may be about any version. */
function wrongWithoutVersion(
  { source, answer: { status, payBy, expiresAt } }: Observation,
  states: readonly (OrderState | undefined)[],
): string[] {
  const found: string[] = [];
  if (status !== undefined && !states.some((state) => state?.status === status)) {
    found.push(`${source}: ${status}, which the order never was`);
  }
  if (expiresAt !== undefined && !states.some((state) => state?.expiresAt === expiresAt)) {
    found.push(`${source}: due at ${expiresAt}, which the order never was`);
  }
  if (payBy !== undefined && !states.some((state) => state?.payBy === payBy)) {
    found.push(`${source}: to be paid by ${payBy}, which the order never was`);
  }
  return found;
}
