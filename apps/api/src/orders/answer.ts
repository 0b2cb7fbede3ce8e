import type { Response } from 'express';
import { sendJson } from '../http/send-json.ts';
import { noteDecision } from '../http/story.ts';
import { accepted } from './refusal.ts';
import { representOrder } from './representation.ts';

/**
 * Answers a command with the order as the command left it, and notes the outcome for the request's log line.
 *
 * @throws Problem if the ledger refused the command
 */
export function answerDecided(response: Response, verdict: Parameters<typeof accepted>[0]): void {
  noteDecision(response, verdict);
  sendJson(response, representOrder(accepted(verdict)));
}
