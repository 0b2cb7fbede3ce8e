import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '@order-countdown/shared/platform/errors';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { SecretBox } from '@order-countdown/shared/webhooks/secret';
import type { TargetPolicy } from '@order-countdown/shared/webhooks/target';
import type { AttemptResult, DeliveryStore } from './delivery-store.ts';
import { sendSigned, type SendResult } from './send-signed.ts';
import { createSigners } from './signers.ts';
import type { SendableDelivery } from './stored-delivery.ts';

export interface AttemptDependencies {
  store: Pick<DeliveryStore, 'start' | 'record'>;
  secrets: SecretBox;
  policy: TargetPolicy;
  logger: Logger;
}

export interface Attempt extends SendResult {
  /** The delivery's status after it. */
  status: 'delivered' | 'pending' | 'failed';
  /** Whether Postgres stored the result. */
  isRecorded: boolean;
  /** It is a success of an endpoint that had failed before. */
  isRecovery: boolean;
}

/** Pauses before a result that Postgres did not accept is written again. */
const recordPausesMs = [250, 500, 1_000, 2_000];

/** Counts an attempt, sends the delivery, and records the result. */
export function createAttempts({ store, secrets, policy, logger }: AttemptDependencies) {
  const signersOf = createSigners(secrets);

  /**
   * @param retryInMs milliseconds until the next attempt if this one fails; null: it is the last one
   * @param onArrived called once the receiver has taken the delivery, before the result is recorded
   * @returns null if there is nothing to send any more, or another job is sending it
   * @throws LedgerUnavailable when the attempt can't be counted; nothing was sent
   */
  return async function attempt(
    delivery: SendableDelivery,
    retryInMs: number | null,
    onArrived: () => void,
  ): Promise<Attempt | null> {
    const { id } = delivery;
    const started = await store.start({ id, retryInMs: retryInMs ?? 0 });
    if (started === null) return null;
    const sent = await sendSigned(delivery, started.startedAt, signersOf, policy);
    if (sent.error === null) onArrived();
    const status = sent.error === null ? 'delivered' : retryInMs === null ? 'failed' : 'pending';
    const retry = sent.error === null ? null : retryInMs;
    const recorded = await record({ id, ...started, status, retryInMs: retry, ...sent });
    return { ...sent, status, isRecorded: recorded !== null, isRecovery: recorded ?? false };
  };

  /**
   * Does not throw while Postgres is unavailable: running the job again would send the event again.
   *
   * @returns whether the result is a recovery; null: it was not recorded
   */
  async function record(result: AttemptResult): Promise<boolean | null> {
    for (const pauseMs of [...recordPausesMs, null]) {
      try {
        return await store.record(result);
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        if (pauseMs !== null) await sleep(pauseMs);
        else logger.warn({ err: error, deliveryId: result.id }, 'webhook result not recorded');
      }
    }
    return null;
  }
}
