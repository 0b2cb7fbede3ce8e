import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startSystem, type System } from './system.ts';
import { startReceiver, type Receiver } from './webhook-receiver.ts';
import { register, type Endpoint } from './webhook-system.ts';

/** What a test of one webhook endpoint needs. Read the members in tests and hooks: they change with each test. */
export interface EndpointForEachTest {
  /** The same in all tests of a file. */
  system: System;
  receiver: Receiver;
  endpoint: Endpoint;
  /** `/v1/webhook-endpoints/{id}` of the endpoint. */
  path: string;
}

/** Starts a system for the file that calls it, and registers an endpoint with a receiver for each of its tests. */
export function endpointForEachTest(options: object = {}): EndpointForEachTest {
  const current = {} as EndpointForEachTest;
  beforeAll(async () => {
    current.system = await startSystem();
  });
  afterAll(() => current.system.close());
  beforeEach(async () => {
    const receiver = await startReceiver();
    const endpoint = await register(current.system.client, receiver.url, options);
    Object.assign(current, { receiver, endpoint, path: `/v1/webhook-endpoints/${endpoint.id}` });
    return async () => {
      await endpoint.remove();
      await receiver.close();
    };
  });
  return current;
}
