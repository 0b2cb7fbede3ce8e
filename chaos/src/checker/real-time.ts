import type { Check } from './check.ts';
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
  expiresAt: string;
  /** When that was told first. */
  expiresAtToldAt: number;
  /** Null: nobody was told that the order had ended. */
  final: string | null;
  finalToldAt: number;
}

export const realTimeChecks: readonly Check[] = [
  {
    name: 'answers_never_go_back',
    promise: 'Who asks after an answer was seen is not told of an earlier state.',
    broken(one) {
      return contradictions(
        one.ledger ? statesOf(one.ledger) : [],
        observationsOf(one),
        (observation, known) => (observation.mayLag ? null : contradiction(observation, known)),
      );
    },
  },
  {
    name: 'countdowns_follow',
    promise: 'Five seconds after an answer was seen, or after the last fault, no countdown contradicts it.',
    broken(one, run) {
      return contradictions(
        one.ledger ? statesOf(one.ledger) : [],
        observationsOf(one),
        (observation, known) => {
          if (!observation.mayLag) return null;
          // A final status comes from the ledger, which never goes back.
          const isFromRedis = observation.answer.status === 'pending';
          return isFromRedis && isExcused(observation, known, run) ? null : contradiction(observation, known);
        },
      );
    },
  },
];

function isExcused({ askedAt }: Observation, known: Known, run: Run): boolean {
  if (askedAt === null) return true;
  const since = known.final === null ? known.expiresAtToldAt : known.finalToldAt;
  return askedAt < run.quietSince(since, askedAt) + countdownLagMs;
}

/** Compares each observation with all that was told before it was asked for. */
function contradictions(
  states: ReturnType<typeof statesOf>,
  told: readonly Observation[],
  compare: (observation: Observation, known: Known) => string | null,
): string[] {
  const asked = told
    .filter((each) => each.askedAt !== null)
    .toSorted((one, other) => one.askedAt! - other.askedAt!);
  const known: Known = { version: 0, expiresAt: '', expiresAtToldAt: 0, final: null, finalToldAt: 0 };
  const found: string[] = [];
  let next = 0;
  for (const observation of asked) {
    for (; next < told.length && told[next]!.toldAt < observation.askedAt!; next += 1) {
      learn(known, told[next]!, states);
    }
    const detail = compare(observation, known);
    if (detail !== null) found.push(detail);
  }
  return found;
}

/** What Redis told is no news: it is behind the ledger, never ahead. */
function learn(known: Known, { answer, toldAt }: Observation, states: ReturnType<typeof statesOf>): void {
  const version = answer.version ?? 0;
  const state = states[version];
  const status = answer.status ?? state?.status ?? 'pending';
  const expiresAt = answer.expiresAt ?? state?.expiresAt ?? '';
  known.version = Math.max(known.version, version);
  if (expiresAt > known.expiresAt) Object.assign(known, { expiresAt, expiresAtToldAt: toldAt });
  if (known.final === null && status !== 'pending') {
    Object.assign(known, { final: status, finalToldAt: toldAt });
  }
}

function contradiction({ source, answer }: Observation, known: Known): string | null {
  const { version, status, expiresAt } = answer;
  if (version !== undefined && version < known.version) {
    return `${source}: version ${version}, after version ${known.version} had been seen`;
  }
  if (status !== undefined && known.final !== null && status !== known.final) {
    return `${source}: ${status}, after ${known.final} had been seen`;
  }
  if (expiresAt !== undefined && expiresAt < known.expiresAt) {
    return `${source}: due at ${expiresAt}, after ${known.expiresAt} had been seen`;
  }
  return null;
}
