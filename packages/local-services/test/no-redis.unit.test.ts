import { expect, test } from 'vitest';
import { NoRedis } from '../src/redis/find.ts';
import { unlessThereIsNone } from '../src/start/databases.ts';

test('where there is no Redis and none can be installed, Postgres holds the queues, and npm start says so', async () => {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  expect(await unlessThereIsNone(Promise.reject(new NoRedis('apt-get needs root.')), say)).toBe('none');
  expect(lines).toEqual([expect.stringMatching(/^apt-get needs root\. .*Postgres holds the queues/)]);
});

test('a Redis that is there and does not start is an error', async () => {
  const failing = Promise.reject(new Error('the port is taken'));
  await expect(unlessThereIsNone(failing, () => undefined)).rejects.toThrow('the port is taken');
});
