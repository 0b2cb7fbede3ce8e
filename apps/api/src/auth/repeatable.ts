import type { Response } from 'express';
import type { Repeat, RepeatableRequest } from '@order-countdown/shared/ledger/once';
import { digestOf, type RepeatHeaders } from '../http/repeat.ts';
import { callerOf, keyHolder } from './caller.ts';

/**
 * A request that its caller may send again.
 *
 * @param request all that it asks for
 * @returns null: it has no key
 */
export function repeatableRequest(
  response: Response,
  operation: string,
  headers: RepeatHeaders,
  request: object,
): RepeatableRequest | null {
  const key = headers['Idempotency-Key'];
  if (key === undefined) return null;
  return { caller: keyHolder(callerOf(response)), key, operation, digest: digestOf(request) };
}

/** The same for a command on an order. @param represent what the command is answered with */
export function repeatOf<Success>(
  response: Response,
  operation: string,
  headers: RepeatHeaders,
  command: object,
  represent: (verdict: Success) => object,
): Repeat<Success> | undefined {
  const request = repeatableRequest(response, operation, headers, command);
  return request ? { request, represent } : undefined;
}
