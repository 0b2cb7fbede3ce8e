import type { Request } from 'express';
import { Problem } from '../http/problem.ts';

/** As large as a sequence can be. */
const pattern = /^\d{1,10}$/;

/**
 * The sequence of the last event that a reader has seen, as browsers send it when they come back. Null: none.
 *
 * @throws Problem `invalid_parameter`
 */
export function lastEventIdOf(request: Request): number | null {
  const text = request.get('Last-Event-ID');
  if (text === undefined) return null;
  if (pattern.test(text)) return Number(text);
  const message = 'must be the id of an event of this stream';
  throw new Problem('invalid_parameter', `Last-Event-ID: ${message}.`, {
    errors: [{ path: 'Last-Event-ID', message }],
  });
}
