import { hash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { Problem } from '../http/problem.ts';
import { dropOldest } from './drop-oldest.ts';

/**
 * Bounds what it costs to verify tokens that are not valid. Each process counts its own: it guards its own CPU.
 *
 * Past the limit of failures in a minute, the tokens from an address are refused unseen, except those whose holders
 * must not be shut out by a neighbour behind the same address: a token that was valid before, and a few per second
 * that may become so.
 */
export interface TokenGuard {
  /** Call it before a token is verified. @throws Problem `rate_limited` if it is not to be verified */
  check(address: string, token: string): void;
  /** The token was valid. */
  passed(token: string): void;
  /** The token was not valid, or its keys could not be fetched. */
  failed(address: string): void;
}

export interface TokenGuardOptions {
  /** Failures of one address. */
  perMinute: number;
  /** Milliseconds on a clock that never runs backwards. */
  now?: () => number;
}

interface Failures {
  count: number;
  endsAtMs: number;
  /** Past the limit: the subjects of the tokens that were let through in this second, whoever signed them. */
  admitted: { second: number; subjects: Set<string> };
}

const windowMs = 60_000;

/** One per claimed subject, so that a flood for one subject takes no other's turn. */
const admittedPerSecond = 50;

/** Bounds the memory: the oldest are forgotten first. */
const maxAddresses = 10_000;
const maxKnownTokens = 10_000;

export function createTokenGuard({
  perMinute,
  now = () => performance.now(),
}: TokenGuardOptions): TokenGuard {
  const failures = new Map<string, Failures>();
  /** Digests of tokens that were valid, the latest last. They are verified all the same. */
  const known = new Set<string>();

  function current(address: string): Failures | undefined {
    const entry = failures.get(address);
    if (!entry || entry.endsAtMs > now()) return entry;
    failures.delete(address);
    return undefined;
  }

  return {
    check(address, token) {
      const entry = current(address);
      if (!entry || entry.count < perMinute) return;
      if (known.has(digest(token)) || admits(entry, token, now())) return;
      const seconds = Math.ceil((entry.endsAtMs - now()) / 1_000);
      throw new Problem(
        'rate_limited',
        `Too many invalid tokens from this address. Try again in ${seconds} s.`,
        {
          headers: { 'Retry-After': String(seconds) },
        },
      );
    },

    passed(token) {
      remember(known, digest(token));
    },

    failed(address) {
      const entry = current(address);
      if (entry) {
        entry.count += 1;
        return;
      }
      dropOldest(failures, maxAddresses - 1);
      const admitted = { second: 0, subjects: new Set<string>() };
      failures.set(address, { count: 1, endsAtMs: now() + windowMs, admitted });
    },
  };
}

const digest = (token: string) => hash('sha256', token, 'base64');

function remember(known: Set<string>, token: string): void {
  known.delete(token);
  dropOldest(known, maxKnownTokens - 1);
  known.add(token);
}

/** Whether a token gets one of the turns of this second. Reading its subject costs little; it proves nothing. */
function admits({ admitted }: Failures, token: string, nowMs: number): boolean {
  const second = Math.floor(nowMs / 1_000);
  if (admitted.second !== second) Object.assign(admitted, { second, subjects: new Set() });
  const subject = claimedSubject(token);
  if (subject === null || admitted.subjects.has(subject)) return false;
  if (admitted.subjects.size >= admittedPerSecond) return false;
  admitted.subjects.add(subject);
  return true;
}

/** Null: the token cannot be valid. */
function claimedSubject(token: string): string | null {
  try {
    return decodeJwt(token).sub ?? null;
  } catch {
    return null;
  }
}
