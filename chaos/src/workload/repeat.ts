import { setTimeout as sleep } from 'node:timers/promises';
import { isUnknown, type RequestEntry } from '../history/history.ts';
import type { Call, Send } from './requests.ts';

/** Enough to outlive a restart, and few enough that a long outage does not use up all clients. */
const pausesMs = [200, 500, 1_000, 2_000, 4_000];

/**
 * Sends a request that may be repeated until the client knows what came of it, or gives up.
 *
 * @returns the last attempt
 */
export async function sendUntilKnown(send: Send, call: Call, signal: AbortSignal): Promise<RequestEntry> {
  let entry = await send(call);
  for (const pauseMs of pausesMs) {
    if (!isUnknown(entry) && entry.status !== 429) break;
    await sleep(pauseMs, null, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    entry = await send(call);
  }
  return entry;
}
