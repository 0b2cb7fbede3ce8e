import * as fc from 'fast-check';
import { expect } from 'vitest';
import { findBrokenOrders } from './broken-orders.ts';
import type { Answer } from './client.ts';
import type { System } from './system.ts';
import { signToken } from './tokens.ts';

/** A system that random input is sent to. */
export interface Fuzz {
  system: System;
  /** An order whose id is in no request. */
  bystander: Answer['body'];
  customerToken: string;
}

const problemCodes = [
  'malformed_json',
  'invalid_parameter',
  'unauthenticated',
  'forbidden',
  'order_not_found',
  'not_found',
  'method_not_allowed',
  'order_expired',
  'order_cancelled',
  'order_already_paid',
  'payment_in_progress',
  'payment_attempt_closed',
  'too_many_payment_attempts',
  'webhook_endpoint_disabled',
  'too_many_resends',
  'cursor_expired',
  'payload_too_large',
  'unsupported_media_type',
  'validation_failed',
  'idempotency_key_reused',
  'amount_mismatch',
  'refund_not_found',
  'refund_already_recorded',
];

export async function createFuzz(system: System): Promise<Fuzz> {
  const { body: bystander } = await system.client.place({ reference: 'bystander' });
  const customerToken = await signToken({ sub: 'cus_42', scope: 'orders payments' });
  return { system, bystander, customerToken };
}

/** Runs a property, then checks that the orders still keep the rules and that the bystander is unchanged. */
export async function expectUnharmedBy<Values>(
  { system, bystander }: Fuzz,
  property: fc.IAsyncProperty<Values>,
): Promise<void> {
  await fc.assert(property, { numRuns: 500, endOnFailure: true });
  expect(await findBrokenOrders(system.context)).toEqual([]);
  const { remainingMs: _, serverTime: __, viewToken: ___, ...unchanged } = bystander;
  expect((await system.client.get(`/v1/orders/${bystander.id}`)).body).toMatchObject(unchanged);
  expect(await system.client.get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
}

/** With the token of a credential, unless it is the backend's, which the client sends anyway. */
export function headersFor(
  { customerToken }: Fuzz,
  credential: string | null,
  extra: Record<string, string> = {},
): Record<string, string> {
  if (credential === null) return extra;
  const tokens: Record<string, string> = { customer: `Bearer ${customerToken}` };
  const value = tokens[credential] ?? credential;
  return credential === 'backend' ? extra : { ...extra, Authorization: value };
}

/** Sends a request, and checks that its answer is a success or one of the problems of the contract. */
export async function ask(
  { system }: Fuzz,
  path: string,
  credential: string | null,
  init: RequestInit,
): Promise<void> {
  const client = credential === 'backend' ? system.client : system.anonymous;
  const answer = await client.send(path, init);
  const where = `${init.method} ${path} → ${answer.status} ${JSON.stringify(answer.body)}`;
  expect(answer.status, where).toBeLessThan(500);
  if (answer.status < 400 || init.method === 'HEAD') return;
  expect(answer.headers.get('content-type'), where).toMatch(/^application\/problem\+json/);
  expect(problemCodes, where).toContain(answer.body.code);
  expect(answer.body.status, where).toBe(answer.status);
  expect(JSON.stringify(answer.body), where).not.toMatch(/node_modules|\.ts:|at \w+ \(/);
}
