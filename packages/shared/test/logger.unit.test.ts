import { expect, test } from 'vitest';
import { serializeError } from '../src/platform/logger.ts';

test('an error of a lost Postgres connection is logged without its client, which holds a secret key', () => {
  const error = Object.assign(new Error('Connection terminated unexpectedly'), {
    client: { processID: 42, secretKey: 1_234_567 },
  });
  expect(JSON.stringify(serializeError(error))).not.toContain('secretKey');
  expect(serializeError(error)).toMatchObject({ message: 'Connection terminated unexpectedly' });
});

test('an error of a Redis command is logged with the name of the command, not its arguments', () => {
  const error = Object.assign(new Error('WRONGPASS'), { command: { name: 'auth', args: ['hunter2'] } });
  expect(serializeError(error)).toMatchObject({ command: 'auth' });
  expect(JSON.stringify(serializeError(error))).not.toContain('hunter2');
});
