import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { z } from 'zod';
import type { Once, Repeated, RepeatableRequest } from '@order-countdown/shared/ledger/once';
import type { Queries } from '@order-countdown/shared/platform/postgres';
import { Problem } from './problem.ts';

/** Printable ASCII, as header values are. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/, 'must have 1 to 255 printable ASCII characters')
  .meta({
    description:
      'Your own key for this request: 1 to 255 printable ASCII characters. Each caller has its own keys.',
    example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
  });

/** The headers of a request that may be repeated. */
export const repeatHeaders = z.object({ 'Idempotency-Key': idempotencyKey.optional() });

export type RepeatHeaders = z.output<typeof repeatHeaders>;

/** Of a route that takes {@link repeatHeaders}, in its description. */
export const repeatDescription = `With an \`Idempotency-Key\`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
same answer, and \`Idempotency-Replayed: true\`.`;

/** So that reusing a key for a different request is noticed. */
export const digestOf = (request: unknown): string =>
  createHash('sha256').update(canonical(request)).digest('base64url');

/** JSON with sorted members, so that their order makes no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/**
 * Does what a request asks for, once if it has a key, and marks the answer of a repetition.
 *
 * @param run returns what is to be remembered; if it throws, nothing is, and what it wrote is undone
 * @throws Problem if the key was used for another request
 */
export async function doOnce<Result extends object>(
  response: Response,
  once: Once,
  request: RepeatableRequest | null,
  run: (queries?: Queries) => Promise<Result>,
): Promise<{ result: Result; isRepeated: boolean }> {
  if (!request) return { result: await run(), isRepeated: false };
  const done = await once<Result>(request, async (queries) => {
    const result = await run(queries);
    return { result, answer: result };
  });
  if (done.outcome === 'done') return { result: done.result, isRepeated: false };
  return { result: noteRepeated(response, done) as Result, isRepeated: true };
}

/** @returns the earlier answer @throws Problem if the key was used for another request */
export function noteRepeated(response: Response, repeated: Repeated): object {
  if (repeated.outcome !== 'repeated') throw keyReused();
  response.setHeader('Idempotency-Replayed', 'true');
  return repeated.answer;
}

export const keyReused = () =>
  new Problem('idempotency_key_reused', 'This Idempotency-Key was already sent with a different body.');
