import type { ServerResponse } from 'node:http';
import type { StreamMetrics } from './stream-metrics.ts';
import { Problem } from '../http/problem.ts';
import { beginStream, type OpenStream, type Stream } from './event-stream.ts';
import { createExpiries, expiryIntervalMs } from './expiries.ts';
import { createShares } from './shares.ts';
import type { StreamReader } from './stream-reader.ts';

export interface Streams {
  /**
   * Starts a stream. It ends when its reader's token has expired, if not before.
   *
   * @param onClose called once, when the stream has ended for any reason
   * @throws Problem `unavailable` when too many streams are open or the process is stopping; `rate_limited` when
   *   the reader's budget or address has too many
   */
  open(response: ServerResponse, reader: StreamReader, onClose: () => void): Stream;
  /** Ends all streams and refuses new ones. */
  close(): void;
}

export interface StreamsOptions {
  metrics: StreamMetrics;
  maxStreams?: number;
  maxPerBudget?: number;
  /** `MAX_STREAMS_PER_ADDRESS`. */
  maxPerAddress: number;
  heartbeatMs?: number;
}

/** About 40 KiB each: see bench/questions/streams.ts. */
export const defaultMaxStreams = 10_000;

/** More pages than one person opens, and few enough that no customer uses up the process's streams. */
export const defaultMaxPerBudget = 100;

/** Proxies close connections that are silent for longer than their limit, usually a minute. */
const defaultHeartbeatMs = 15_000;

/** Streams send heartbeats in groups, one after the other, so that no burst of writes delays requests. */
const groupCount = 15;

const retryAfterSeconds = 5;

export function createStreams(options: StreamsOptions): Streams {
  const { metrics, maxPerAddress, heartbeatMs = defaultHeartbeatMs } = options;
  const { maxStreams = defaultMaxStreams, maxPerBudget = defaultMaxPerBudget } = options;
  const budgets = createShares(maxPerBudget);
  const addresses = createShares(maxPerAddress);
  const expiries = createExpiries();
  const groups = Array.from({ length: groupCount }, () => new Set<OpenStream>());
  let openCount = 0;
  let nextGroup = 0;
  let isClosing = false;

  const beating = setInterval(() => {
    nextGroup = (nextGroup + 1) % groupCount;
    groups[nextGroup]?.forEach((stream) => stream.beat());
  }, heartbeatMs / groupCount);
  const expiring = setInterval(() => expiries.endDue(Date.now()), expiryIntervalMs);

  /** @returns gives them back */
  function takeShares({ limited }: StreamReader): () => void {
    if (!limited) return () => undefined;
    const { budget, address } = limited;
    if (!budgets.take(budget)) {
      throw budgetIsFull(maxPerBudget);
    }
    if (!addresses.take(address)) {
      budgets.giveBack(budget);
      throw addressIsFull(maxPerAddress);
    }
    return () => {
      budgets.giveBack(budget);
      addresses.giveBack(address);
    };
  }

  return {
    open(response, reader, onClose) {
      if (isClosing || openCount >= maxStreams) {
        throw allAreTaken();
      }
      const giveBackShares = takeShares(reader);
      const stream = beginStream(response, metrics);
      const group = groups[openCount % groupCount];
      openCount += 1;
      group?.add(stream);
      expiries.add(stream, reader.expiresAtMs);
      metrics.opened();

      function finish(): void {
        openCount -= 1;
        group?.delete(stream);
        expiries.delete(stream);
        giveBackShares();
        metrics.closed();
        onClose();
      }
      // A response that is already closed emits no further event.
      if (response.destroyed) queueMicrotask(finish);
      else response.once('close', finish);
      return stream;
    },

    close() {
      isClosing = true;
      clearInterval(beating);
      clearInterval(expiring);
      for (const group of groups) group.forEach((stream) => stream.end());
    },
  };
}

export const allAreTaken = () =>
  refusal('unavailable', 'Too many streams are open. Poll the order until one is free.');

export const budgetIsFull = (max: number) =>
  refusal('rate_limited', `At most ${max} streams may be open at a time.`);

export const addressIsFull = (max: number) =>
  refusal('rate_limited', `At most ${max} streams may be open from one address at a time.`);

function refusal(code: 'unavailable' | 'rate_limited', detail: string): Problem {
  return new Problem(code, detail, { headers: { 'Retry-After': String(retryAfterSeconds) } });
}
