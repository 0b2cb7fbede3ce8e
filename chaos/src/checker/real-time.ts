import type { Check } from './check.ts';
import type { OrderCase } from './order-case.ts';
import { observationsOf, type Observation } from './observations.ts';
import type { Run } from './run.ts';
import { statesOf } from './states.ts';

/**
 * How long a countdown may lag behind an answer. docs/order-lifecycle.md: "After any crash, Redis and the streams agree
 * with Postgres within five seconds." Nothing else may lag at all: only a countdown is answered from Redis.
 */
export const countdownLagMs = 5_000;

/** The most that was told up to some time. */
interface Known {
  version: number;
  /** When each version was told first, or a later one. */
  versions: { version: number; toldAt: number }[];
  /** Null: nobody was told that the order had ended. */
  final: string | null;
  finalToldAt: number;
}

/** An answer that is behind what was known. */
interface Contradiction {
  observation: Observation;
  detail: string;
  /** When that was known first. */
  knownAt: number;
}

export const realTimeChecks: readonly Check[] = [
  {
    name: 'answers_never_go_back',
    promise: 'Who asks after an answer was seen is not told of an earlier state.',
    broken: (one) =>
      contradictionsOf(one)
        .filter(({ observation }) => !observation.mayLag)
        .map(({ detail }) => detail),
  },
  {
    name: 'countdowns_follow',
    promise: 'Five seconds after an answer was seen, or after the last fault, no countdown contradicts it.',
    broken: (one, run) =>
      contradictionsOf(one)
        .filter(({ observation }) => observation.mayLag)
        .filter((each) => !isExcused(each, run))
        .map(({ detail }) => detail),
  },
];

function isExcused({ observation: { askedAt, answer }, knownAt }: Contradiction, run: Run): boolean {
  // A final status comes from the ledger, which never goes back.
  const isFromRedis = answer.status === 'pending';
  return (
    isFromRedis &&
    askedAt !== null &&
    askedAt < run.quietSince(knownAt, askedAt) + countdownLagMs + run.slackMs
  );
}

/** Compares each observation with all that was told before it was asked for. */
function contradictionsOf(one: OrderCase): Contradiction[] {
  const states = one.ledger ? statesOf(one.ledger) : [];
  const told = observationsOf(one);
  const asked = told
    .filter((each) => each.askedAt !== null)
    .toSorted((one, other) => one.askedAt! - other.askedAt!);
  const known: Known = { version: 0, versions: [], final: null, finalToldAt: 0 };
  const found: Contradiction[] = [];
  let next = 0;
  for (const observation of asked) {
    for (; next < told.length && told[next]!.toldAt < observation.askedAt!; next += 1) {
      learn(known, told[next]!, states);
    }
    found.push(...compare(observation, known, states));
  }
  return found;
}

type States = ReturnType<typeof statesOf>;

/** What Redis told is no news: it is behind the ledger, never ahead. Without a version, a deadline tells the first that had it. */
function learn(known: Known, { answer, toldAt }: Observation, states: States): void {
  const { expiresAt } = answer;
  const version =
    answer.version ??
    Math.max(
      0,
      states.findIndex((state) => state?.expiresAt === expiresAt),
    );
  const status = answer.status ?? states[version]?.status ?? 'pending';
  if (version > known.version) {
    known.version = version;
    known.versions.push({ version, toldAt });
  }
  if (known.final === null && status !== 'pending') {
    Object.assign(known, { final: status, finalToldAt: toldAt });
  }
}

function compare(observation: Observation, known: Known, states: States): Contradiction[] {
  const { source, answer } = observation;
  const { version, status, expiresAt } = answer;
  const found: Contradiction[] = [];
  if (version !== undefined && version < known.version) {
    const detail = `${source}: version ${version}, after version ${known.version} had been seen`;
    found.push({ observation, detail, knownAt: 0 });
  }
  if (status !== undefined && known.final !== null && status !== known.final) {
    const detail = `${source}: ${status}, after ${known.final} had been seen`;
    found.push({ observation, detail, knownAt: known.finalToldAt });
  }
  // A failed payment attempt moves the deadline back, so that a deadline may return.
  const last = states.findLastIndex((state) => state !== undefined && state.expiresAt === expiresAt);
  const since = last === -1 ? undefined : known.versions.find((each) => each.version > last);
  if (version === undefined && since) {
    const detail = `${source}: due at ${expiresAt}, after version ${since.version} had been seen`;
    found.push({ observation, detail, knownAt: since.toldAt });
  }
  return found;
}
