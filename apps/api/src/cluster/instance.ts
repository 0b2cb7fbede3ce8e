import type { Render } from '@order-countdown/shared/metrics/exposition';
import { closeOnSignal, createEnding, type Closer } from '@order-countdown/shared/platform/shutdown';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { within } from '@order-countdown/shared/platform/within';
import type { Registry } from 'prom-client';
import { createClaims, type Claims } from '../http/claims.ts';
import type { ToPrimary, ToProcess } from './messages.ts';
import { createSharedClaims } from './shared-claims.ts';

/** The processes that are one API together, seen from one of them. */
export interface Instance {
  /** From 1. Null: this process is alone. */
  number: number | null;
  claims: Claims;
  /** Undefined: there are no metrics but those of this process. */
  render: Render | undefined;
  /** This process's part of something that all share. The parts of all processes add up to it. */
  partOf(total: number): number;
  /** This process serves, and runs the closers when it is told to end. */
  started(closers: readonly Closer[], dependencies: { logger: Logger; registry: Registry }): void;
  /** Whether another process takes over from this one: then the instance goes on. */
  isReplaced(): boolean;
}

/** The primary answers within 250 ms. */
const scrapeTimeLimitMs = 1_000;

/** One process is the whole API. */
export function alone(): Instance {
  return {
    number: null,
    claims: createClaims(),
    render: undefined,
    partOf: (total) => total,
    started: (closers, { logger }) => closeOnSignal(closers, logger),
    isReplaced: () => false,
  };
}

/**
 * Joins the instance whose primary has forked this process. When the primary is gone, Node ends this process.
 *
 * @param number of this process, from 1 to `size`
 */
export function joinInstance(number: number, size: number): Instance {
  const claims = createSharedClaims((message) => void send(message));
  const scrapes = new Map<number, (text: string) => void>();
  let lastScrape = 0;
  let isReplaced = false;
  /** Nothing to close yet. */
  let end: (reason: object) => void = () => process.exit(0);

  /** Nothing is counted yet. */
  let tellMetrics: () => Promise<void> = async () => undefined;

  function handOver(reason: object): void {
    isReplaced = true;
    end(reason);
  }

  process.on('message', (message: ToProcess) => {
    if (message.type === 'ping') void send({ type: 'pong' });
    if (message.type === 'decided') claims.decided(message.answers);
    if (message.type === 'metrics') void tellMetrics();
    if (message.type === 'scraped') scrapes.get(message.id)?.(message.text);
    if (message.type === 'stop') end({ reason: 'the primary stops' });
    if (message.type === 'hand over') handOver({ reason: 'another process takes over' });
  });
  // A terminal sends it to the primary, too, which then stops all.
  process.on('SIGINT', () => undefined);
  // To this process alone: the primary starts another one.
  process.on('SIGTERM', (signal) => handOver({ signal }));

  return {
    number,
    claims,
    partOf: (total) => Math.floor((total + number - 1) / size),

    async render(own) {
      const id = (lastScrape += 1);
      const metrics = await own.getMetricsAsJSON();
      const text = new Promise<string>((resolve) => scrapes.set(id, resolve));
      void send({ type: 'scrape', id, metrics });
      return await within(scrapeTimeLimitMs, text).finally(() => scrapes.delete(id));
    },

    started(closers, { logger, registry }) {
      tellMetrics = async () => send({ type: 'metrics', metrics: await registry.getMetricsAsJSON() });
      end = createEnding([...closers, { name: 'metrics', close: () => tellMetrics() }], logger);
      void send({ type: 'ready' });
    },

    isReplaced: () => isReplaced,
  };
}

/** Resolves when it is sent. The primary may be gone, and this process about to end. */
async function send(message: ToPrimary): Promise<void> {
  if (!process.connected) return;
  await new Promise<void>((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}
