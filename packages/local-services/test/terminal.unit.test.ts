import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTerminal } from '../src/start/terminal.ts';

let printed: string[];

beforeEach(() => {
  vi.useFakeTimers();
  printed = [];
});
afterEach(() => vi.useRealTimers());

const terminal = (isColourful = false) =>
  createTerminal({ isColourful, print: (line) => void printed.push(line) });

const entry = (members: object) =>
  JSON.stringify({ level: 30, time: '2030-01-01T12:30:01.123Z', service: 'api', ...members });

const redisLost = (service = 'api', role = 'producer') =>
  entry({
    level: 40,
    service,
    role,
    err: { type: 'Error', message: 'connect ECONNREFUSED 127.0.0.1:6379', port: 6379 },
    msg: 'redis is not available',
  });

const redisBack = (service = 'api', role = 'producer') =>
  entry({ service, role, msg: 'redis is available again' });

const request = {
  requestId: 'c09b18bd',
  path: '/v1/orders',
  route: '/v1/orders',
  orderId: null,
  outcome: 'ok',
  method: 'POST',
  status: 201,
  durationMs: 3.21,
  msg: 'request',
};

const everyConnection = [
  ['api', 'producer'],
  ['api', 'subscriber'],
  ['worker', 'consumer'],
] as const;

test('a request is one short line on a terminal', () => {
  terminal().log(entry(request));
  terminal().log(entry({ ...request, status: 409, outcome: 'order_expired' }));
  expect(printed).toEqual([
    '12:30:01 api     POST /v1/orders 201 in 3.21 ms',
    '12:30:01 api     POST /v1/orders 409 order_expired in 3.21 ms',
  ]);
});

test('a terminal with colours shows the status of a request in green, a warning in yellow', () => {
  terminal(true).log(entry(request));
  terminal(true).log(entry({ level: 40, msg: 'job failed' }));
  expect(printed[0]).toContain('\u001b[32m201\u001b[0m');
  expect(printed[1]).toContain('\u001b[33mjob failed\u001b[0m');
});

test('other lines have the message, its error and its facts, and a stack only where there is one', () => {
  const address = { address: '127.0.0.1', family: 'IPv4', port: 3000 };
  terminal().log(entry({ address, applied: ['1', '2'], msg: 'listening' }));
  terminal().log(
    entry({ level: 50, err: { message: 'no', stack: 'Error: no\n    at a.ts' }, msg: 'request failed' }),
  );
  terminal().log('not JSON');
  expect(printed).toEqual([
    '12:30:01 api     listening address=127.0.0.1:3000 applied=2',
    '12:30:01 api     request failed: no\nError: no\n    at a.ts',
    'not JSON',
  ]);
});

test('control characters of a client do not reach the terminal', () => {
  terminal(true).log(entry({ ...request, path: '/\u001b[2J\u009b' }));
  expect(printed[0]).toContain('/\uFFFD[2J\uFFFD ');
});

test('a loss of Redis is one line, whoever notices it, and its return another', () => {
  const { log } = terminal();
  for (const connection of everyConnection) log(redisLost(...connection));
  vi.advanceTimersByTime(1_000);
  for (const connection of everyConnection) log(redisLost(...connection));
  for (const connection of everyConnection) log(redisBack(...connection));
  vi.advanceTimersByTime(1_000);
  expect(printed).toEqual([
    '12:30:01 api     redis is not available: connect ECONNREFUSED 127.0.0.1:6379 role=producer',
    '12:30:01 worker  redis is available again role=consumer',
  ]);
});

test.each(['before', 'after'])(
  'a loss of the Redis that npm start keeps running is only its own line, %s the log says so',
  (when) => {
    const { log, say } = terminal();
    if (when === 'after') log(redisLost('api', 'producer'));
    say('Redis was killed by SIGKILL. Orders go on without it; restarting it ...');
    for (const connection of everyConnection) log(redisLost(...connection));
    vi.advanceTimersByTime(1_000);
    for (const connection of everyConnection) log(redisBack(...connection));
    say('Redis is back.');
    log(redisLost('api', 'producer'));
    vi.advanceTimersByTime(1_000);
    expect(printed.map((line) => line.slice(0, 37))).toEqual(
      [
        'Redis was killed by SIGKILL. Orders go',
        'Redis is back.',
        '12:30:01 api     redis is not available',
      ].map((line) => line.slice(0, 37)),
    );
  },
);

test('the tasks that fail while Postgres is away add no lines to that of its loss', () => {
  const err = { type: 'LedgerUnavailable', message: 'the ledger is unavailable' };
  const { log } = terminal();
  log(
    entry({
      level: 40,
      err: { message: 'could not connect to Postgres at db:5432' },
      msg: 'postgres is not available',
    }),
  );
  for (const task of ['sweep', 'remind'])
    log(entry({ level: 40, err, task, msg: 'task failed, will run again at its next interval' }));
  log(entry({ level: 40, err: { type: 'TypeError' }, task: 'sweep', msg: 'task failed, will run again' }));
  vi.advanceTimersByTime(1_000);
  expect(printed).toHaveLength(2);
});
