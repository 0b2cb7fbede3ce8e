import { once } from 'node:events';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi, type TestContext as ThisTest } from 'vitest';
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
/** It lives through all tests but the last. */
let lasting: ApiProcesses;
/** The process of it that hangs, which is noticed after 15 s. Meanwhile other tests run. */
let hanging: number;
let hangingIsReplaced: () => Promise<unknown>;

beforeAll(async () => {
  context = await createTestContext();
  lasting = await startApiProcesses(context, { RATE_LIMIT_PER_MINUTE: '10000000' });
});
afterAll(async () => {
  await lasting.end();
  await context.close();
});

/** @returns waits until a process serves that does not serve yet */
function nextToListen(): () => Promise<unknown> {
  const listening = lasting.log.filter(({ msg }) => msg === 'listening').length;
  return () => lasting.logged('listening', listening + 1);
}

const isReady = async () => (await createClient(lasting.url, null).get('/health/ready')).status === 200;

describe('an API of two processes', () => {
  test('SIGUSR2 replaces all processes under load without a failed request', async () => {
    const before = lasting.pids();
    const load = startSteadyLoad(lasting.url, 8);
    await until(() => load.answered() > 50);
    lasting.child.kill('SIGUSR2');
    await lasting.logged('replaced all processes');
    const answered = load.answered();
    await until(() => load.answered() > answered + 50);
    expect(await load.stop()).toEqual([]);
    expect(lasting.pids().length).toBe(2);
    expect(lasting.pids().filter((pid) => before.includes(pid))).toEqual([]);
  });

  test('a process that is killed is started again, and the API stays ready', async () => {
    const [killed, other] = lasting.pids();
    const replaced = nextToListen();
    process.kill(killed!, 'SIGKILL');
    await until(() => !lasting.pids().includes(killed!));
    expect(await isReady()).toBe(true);
    await until(() => lasting.pids().length === 2);
    expect(lasting.pids()).toContain(other);
    expect(await lasting.logged('a process died')).toMatchObject({ level: 50, signal: 'SIGKILL' });
    await replaced();
    expect(await isReady()).toBe(true);
  });

  test('a connection that was on its way to a process that is killed is closed', async () => {
    const [killed] = lasting.pids();
    const replaced = nextToListen();
    process.kill(killed!, 'SIGSTOP');
    const asking = Array.from({ length: 4 }, () =>
      once(get(`${lasting.url}/health/live`, { agent: false }), 'response'),
    );
    const waiting = Promise.allSettled(asking);
    // Three at most go to the other one.
    await Promise.any(asking);
    process.kill(killed!, 'SIGKILL');
    const outcomes = (await waiting).map(({ status }) => status);
    expect(outcomes.filter((status) => status === 'fulfilled').length).toBe(3);
    await replaced();
  });
});

describe('the end of an API', () => {
  async function start({ onTestFinished }: ThisTest, env: Record<string, string> = {}) {
    const api = await startApiProcesses(context, env);
    onTestFinished(async () => void (await api.end()));
    return api;
  }

  beforeAll(() => {
    hanging = lasting.pids()[0]!;
    hangingIsReplaced = nextToListen();
    process.kill(hanging, 'SIGSTOP');
  });

  test.concurrent('an API whose processes keep dying gives up with exit code 1', async (test) => {
    const api = await start(test);
    const exited = once(api.child, 'exit');
    await until(() => {
      const [first] = api.pids();
      if (first !== undefined) process.kill(first, 'SIGKILL');
      return api.child.exitCode !== null;
    });
    expect(await exited).toEqual([1, null]);
    expect(await api.logged('processes keep dying, giving up')).toMatchObject({ level: 60 });
  });

  test.concurrent('SIGTERM stops all processes, which answer the requests in hand, and the exit code is 0', async (test) => {
    const api = await start(test, { SHUTDOWN_DELAY_MS: '500' });
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

  test.concurrent('a second signal ends all processes at once, with exit code 1', async (test) => {
    const api = await start(test, { SHUTDOWN_DELAY_MS: '3000' });
    const pids = api.pids();
    const ending = api.end('SIGTERM');
    await api.logged('stopping', 2);
    const toldAt = performance.now();
    api.child.kill('SIGTERM');
    expect(await ending).toBe(1);
    expect(performance.now() - toldAt).toBeLessThan(2_000);
    await until(() => pids.filter(isRunning).length === 0);
  });

  test.concurrent('SIGINT, which a terminal sends to every process, stops all with exit code 0', async (test) => {
    const api = await start(test);
    for (const pid of [...api.pids(), api.child.pid!]) process.kill(pid, 'SIGINT');
    expect(await api.end('SIGCONT')).toBe(0);
  });

  test.concurrent('SIGTERM, which systemd sends to every process, stops all with exit code 0', async (test) => {
    const api = await start(test);
    for (const pid of [...api.pids(), api.child.pid!]) process.kill(pid, 'SIGTERM');
    expect(await api.end('SIGCONT')).toBe(0);
  });
});

describe('an API of which one process hung meanwhile', () => {
  test('a process that hangs is killed, and another one is started', async () => {
    await until(() => !childrenOf(lasting.child.pid!).includes(hanging));
    await hangingIsReplaced();
    expect(await isReady()).toBe(true);
  });

  test('processes end when their primary is killed', async () => {
    const pids = lasting.pids();
    expect(pids.length).toBe(2);
    await lasting.end('SIGKILL');
    await until(() => pids.filter(isRunning).length === 0);
  });
});
