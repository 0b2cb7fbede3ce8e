import { answerChecks } from './answers.ts';
import { attemptChecks } from './attempt.ts';
import type { Check } from './check.ts';
import { deadlineChecks } from './deadline.ts';
import { endingChecks } from './ending.ts';
import { erasureChecks } from './erasure.ts';
import { extensionChecks } from './extension.ts';
import { feedChecks } from './feed.ts';
import { paymentChecks } from './payment.ts';
import { placementChecks } from './placement.ts';
import { realTimeChecks } from './real-time.ts';
import { redisChecks } from './redis.ts';
import { refusalChecks } from './refusals.ts';
import { streamChecks } from './stream.ts';
import { timelineChecks } from './timeline.ts';
import { updateChecks } from './update.ts';
import { webhookChecks } from './webhook.ts';

/** Every promise that a history can break. */
export const checks: readonly Check[] = [
  ...placementChecks,
  ...paymentChecks,
  ...endingChecks,
  ...extensionChecks,
  ...updateChecks,
  ...attemptChecks,
  ...deadlineChecks,
  ...timelineChecks,
  ...refusalChecks,
  ...answerChecks,
  ...realTimeChecks,
  ...streamChecks,
  ...webhookChecks,
  ...feedChecks,
  ...erasureChecks,
  ...redisChecks,
];
