import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { serializeError } from '../src/platform/logger.ts';

test('an error of a lost Postgres connection is logged without its client, which holds a secret key', () => {
  const error = Object.assign(new Error('Connection terminated unexpectedly'), {
    client: { processID: 42, secretKey: 1_234_567 },
  });
  expect(JSON.stringify(serializeError(error))).not.toContain('secretKey');
  expect(serializeError(error)).toMatchObject({ message: 'Connection terminated unexpectedly' });
});

/** A connection that is refused: its stack has no line of ours. */
async function refusedConnection(): Promise<Error> {
  const socket = connect({ port: 1, host: '127.0.0.1' });
  const [error] = (await once(socket, 'error').catch((error: unknown) => [error])) as [Error];
  return error;
}

test('a lost connection is logged with its message and code, without a stack', async () => {
  const logged = serializeError(await refusedConnection());
  expect(logged).toMatchObject({ message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED' });
  expect(logged).not.toHaveProperty('stack');
});

test('an error from our own code is logged with its stack', () => {
  expect(serializeError(new Error('gone'))).toMatchObject({
    stack: expect.stringContaining('logger.unit.test.ts') as string,
  });
});

test('what may be a bug is logged with its stack, wherever it was thrown', () => {
  const bug = new TypeError('x is not a function');
  bug.stack = 'TypeError: x is not a function\n    at node:internal/timers:1:1';
  expect(serializeError(bug)).toHaveProperty('stack', bug.stack);
});

test('an error of a Redis command is logged with the name of the command, not its arguments', () => {
  const error = Object.assign(new Error('WRONGPASS'), { command: { name: 'auth', args: ['hunter2'] } });
  expect(serializeError(error)).toMatchObject({ command: 'auth' });
  expect(JSON.stringify(serializeError(error))).not.toContain('hunter2');
});

test('an error that quotes a long text is logged with the beginning of it', () => {
  const error = Object.assign(new Error('m'.repeat(1_000_000)), { detail: 'd'.repeat(1_000_000) });
  expect(JSON.stringify(serializeError(error)).length).toBeLessThan(30_000);
  expect(serializeError(error)).toMatchObject({ detail: expect.stringMatching(/^d+…$/) as string });
});
