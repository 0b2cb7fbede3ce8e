import { once } from 'node:events';
import { get } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { childrenOf, isRunning, startApiProcesses, type ApiProcesses } from '../support/api-processes.ts';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { waitingForLocks } from '../support/ledger.ts';
import { startSteadyLoad } from '../support/steady-load.ts';
import { until } from '../support/until.ts';

/** How the processes of one API start, end, and are replaced. */

// Each test starts several processes.
vi.setConfig({ testTimeout: 60_000 });

let context: TestContext;
let api: ApiProcesses;

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

/** @returns waits until a process serves that does not serve yet */
function nextToListen(): () => Promise<unknown> {
  const listening = api.log.filter(({ msg }) => msg === 'listening').length;
  return () => api.logged('listening', listening + 1);
}

const isReady = async () => (await createClient(api.url, null).get('/health/ready')).status === 200;

describe('an API of two processes', () => {
  /** Each test leaves it with two processes that serve, except the last. */
  beforeAll(async () => {
    api = await startApiProcesses(context, { RATE_LIMIT_PER_MINUTE: '10000000' });
  });
  afterAll(() => api.end());

  test('SIGUSR2 replaces all processes under load without a failed request', async () => {
    const before = api.pids();
    const load = startSteadyLoad(api.url, 8);
    await until(() => load.answered() > 50);
    api.child.kill('SIGUSR2');
    await api.logged('replaced all processes');
    const answered = load.answered();
    await until(() => load.answered() > answered + 50);
    expect(await load.stop()).toEqual([]);
    expect(api.pids().length).toBe(2);
    expect(api.pids().filter((pid) => before.includes(pid))).toEqual([]);
  });

  test('a process that is killed is started again, and the API stays ready', async () => {
    const [killed, other] = api.pids();
    const replaced = nextToListen();
    process.kill(killed!, 'SIGKILL');
    await until(() => !api.pids().includes(killed!));
    expect(await isReady()).toBe(true);
    await until(() => api.pids().length === 2);
    expect(api.pids()).toContain(other);
    expect(await api.logged('a process died')).toMatchObject({ level: 50, signal: 'SIGKILL' });
    await replaced();
    expect(await isReady()).toBe(true);
  });

  test('a connection that was on its way to a process that is killed is closed', async () => {
    const [killed] = api.pids();
    const replaced = nextToListen();
    process.kill(killed!, 'SIGSTOP');
    const asking = Array.from({ length: 4 }, () =>
      once(get(`${api.url}/health/live`, { agent: false }), 'response'),
    );
    const waiting = Promise.allSettled(asking);
    // Three at most go to the other one.
    await Promise.any(asking);
    process.kill(killed!, 'SIGKILL');
    const outcomes = (await waiting).map(({ status }) => status);
    expect(outcomes.filter((status) => status === 'fulfilled').length).toBe(3);
    await replaced();
  });

  test('a process that hangs is killed, and another one is started', async () => {
    const [hanging] = api.pids();
    const replaced = nextToListen();
    process.kill(hanging!, 'SIGSTOP');
    await until(() => !childrenOf(api.child.pid!).includes(hanging!), 25_000);
    await replaced();
    expect(await isReady()).toBe(true);
  });

  test('processes end when their primary is killed', async () => {
    const pids = api.pids();
    expect(pids.length).toBe(2);
    await api.end('SIGKILL');
    await until(() => pids.filter(isRunning).length === 0);
  });
});

describe('the end of an API', () => {
  afterEach(() => api.end());

  test('an API whose processes keep dying gives up with exit code 1', async () => {
    api = await startApiProcesses(context);
    const exited = once(api.child, 'exit');
    await until(() => {
      const [first] = api.pids();
      if (first !== undefined) process.kill(first, 'SIGKILL');
      return api.child.exitCode !== null;
    }, 25_000);
    expect(await exited).toEqual([1, null]);
    expect(await api.logged('processes keep dying, giving up')).toMatchObject({ level: 60 });
  });

  test('SIGTERM stops all processes, which answer the requests in hand, and the exit code is 0', async () => {
    api = await startApiProcesses(context, { SHUTDOWN_DELAY_MS: '500' });
    const pids = api.pids();
    const client = createClient(api.url);
    const { body: order } = await client.place();
    const blocker = await context.postgres.connect();
    await blocker.query('begin; lock table orders in exclusive mode');
    const paying = client.post(`/v1/orders/${order.id}/pay`);
    await until(() => waitingForLocks(context));

    const ending = api.end('SIGTERM');
    await api.logged('stopping', 2);
    expect((await client.get('/health/ready')).body).toMatchObject({ status: 'stopping' });
    await blocker.query('commit');
    blocker.release();
    expect(await paying).toMatchObject({ status: 200 });
    expect(await ending).toBe(0);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test('a second signal ends all processes at once, with exit code 1', async () => {
    api = await startApiProcesses(context, { SHUTDOWN_DELAY_MS: '3000' });
    const pids = api.pids();
    const ending = api.end('SIGTERM');
    await api.logged('stopping', 2);
    const toldAt = performance.now();
    api.child.kill('SIGTERM');
    expect(await ending).toBe(1);
    expect(performance.now() - toldAt).toBeLessThan(2_000);
    await until(() => pids.filter(isRunning).length === 0);
  });

  test('SIGINT, which a terminal sends to every process, stops all with exit code 0', async () => {
    api = await startApiProcesses(context);
    for (const pid of [...api.pids(), api.child.pid!]) process.kill(pid, 'SIGINT');
    expect(await api.end('SIGCONT')).toBe(0);
  });

  test('SIGTERM, which systemd sends to every process, stops all with exit code 0', async () => {
    api = await startApiProcesses(context);
    for (const pid of [...api.pids(), api.child.pid!]) process.kill(pid, 'SIGTERM');
    expect(await api.end('SIGCONT')).toBe(0);
  });
});
