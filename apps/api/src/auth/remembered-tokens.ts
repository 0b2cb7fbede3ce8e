import { hash } from 'node:crypto';
import { dropOldest } from './drop-oldest.ts';
import type { Caller } from './caller.ts';

/** Tokens that were verified a moment ago: to verify one again costs more than all else that a request does for it. */
export interface RememberedTokens {
  /** Null: the token has to be verified. */
  callerOf(token: string): Caller | null;
  /** @param isTrusted whether the key that verified the token still counts; asked at each use */
  add(token: string, caller: Caller, isTrusted: () => boolean): void;
}

interface Remembered {
  caller: Caller;
  untilMs: number;
  isTrusted: () => boolean;
}

/** By a clock that never runs backwards. */
const lifetimeMs = 30_000;

/** Bounds the memory: the oldest are forgotten first. About 400 bytes each. */
const maxTokens = 10_000;

/** Remembers valid tokens by their digest, so that the memory of this process holds none, and never past their `exp`. */
export function createRememberedTokens(now: () => number = () => performance.now()): RememberedTokens {
  const remembered = new Map<string, Remembered>();
  return {
    callerOf(token) {
      const known = remembered.get(digest(token));
      if (!known || known.untilMs <= now() || known.caller.expiresAtMs <= Date.now()) return null;
      return known.isTrusted() ? known.caller : null;
    },

    add(token, caller, isTrusted) {
      const key = digest(token);
      remembered.delete(key);
      remembered.set(key, { caller, untilMs: now() + lifetimeMs, isTrusted });
      dropOldest(remembered, maxTokens);
    },
  };
}

const digest = (token: string) => hash('sha256', token, 'base64');
