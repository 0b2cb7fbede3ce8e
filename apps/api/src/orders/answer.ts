import type { Response } from 'express';
import type { Repeated } from '@order-countdown/shared/ledger/once';
import { noteRepeated } from '../http/repeat.ts';
import { sendJson } from '../http/send-json.ts';
import { noteDecision } from '../http/story.ts';
import { accepted } from './refusal.ts';
import { representOrder } from './representation.ts';

/**
 * Answers a command with the order as the command left it, and notes the outcome for the request's log line.
 *
 * @throws Problem if the ledger refused the command
 */
export function answerDecided(response: Response, verdict: Parameters<typeof accepted>[0] | Repeated): void {
  noteDecision(response, verdict);
  if (verdict.outcome === 'repeated' || verdict.outcome === 'idempotency_key_reused') {
    return sendJson(response, noteRepeated(response, verdict));
  }
  sendJson(response, representOrder(accepted(verdict)));
}
