import { createHash } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newOrderId } from '@order-countdown/shared/order/order-id';
import { createViewerBoard } from '../support/board-in-process.ts';
import { boardRoutes, type BoardRoute } from '../support/bull-board.ts';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import {
  operatorCredentials,
  signIn,
  submitSignIn,
  viewerCredentials,
  viewerEnv,
} from '../support/operator.ts';
import type { SignedIn } from '../support/operator.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';

let context: TestContext;
let api: RunningProcess;
let queue: Queue;
let operator: SignedIn;
let viewer: SignedIn;
let orderId: string;

const queuePath = '/admin/queues/api/queues/order-expiry';

/** Every request by which Bull Board could change the queue. */
const changes = (): BoardRoute[] =>
  boardRoutes({
    queueName: 'order-expiry',
    jobId: orderId,
    queueStatus: 'failed',
    schedulerId: 'hourly',
  }).filter(({ method }) => method !== 'GET');

/** A digest of every byte of the queue. */
async function queueDigest(): Promise<string> {
  const keys = (await context.redis.keys('bull:*')).toSorted();
  const hash = createHash('sha256');
  for (const key of keys) hash.update(key).update((await context.redis.dumpBuffer(key)) ?? '');
  return hash.digest('hex');
}

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context, viewerEnv);
  queue = new Queue('order-expiry', { connection: context.redis });
  operator = await signIn(api.url, operatorCredentials);
  viewer = await signIn(api.url, viewerCredentials);
});

afterAll(async () => {
  await queue.close();
  await api.end();
  await context.close();
});

/** One job in each state, and a scheduler, so that every request has something to change. */
beforeEach(async () => {
  await queue.resume();
  await queue.obliterate({ force: true });
  const worker = new Worker(
    'order-expiry',
    async ({ name }) => {
      if (name === 'fails') throw new Error('on purpose');
    },
    { connection: context.redis.duplicate(), drainDelay: 1 },
  );
  worker.on('error', () => undefined);
  await queue.addBulk([
    { name: 'fails', data: {} },
    { name: 'completes', data: {} },
  ]);
  await until(async () => (await queue.getFailedCount()) + (await queue.getCompletedCount()) === 2);
  await worker.close();
  // On a busy machine an alarm may miss its time limit, and no worker is here to set it later.
  orderId = await until(async () => {
    const { body } = await createClient(api.url).place({ expiresInSeconds: 3_600 });
    return (await queue.getJob(body.id)) && (body.id as string);
  });
  await queue.add('waits', {});
  await queue.upsertJobScheduler('hourly', { every: 3_600_000 });
});

describe('viewers', () => {
  test('a viewer sees the queues and their jobs', async () => {
    const { body } = await viewer.get('/admin/queues/api/queues?activeQueue=order-expiry&status=delayed');
    expect(body.queues[0]).toMatchObject({ name: 'order-expiry', readOnlyMode: true });
    expect(body.queues[0].jobs.map(({ id }: { id: string }) => id)).toContain(orderId);
    expect(await viewer.get(`${queuePath}/${orderId}`)).toMatchObject({
      body: { job: { externalUrl: { href: `/admin/orders/${orderId}` } } },
    });
  });

  test('alarms are called by their orders and deadlines, the soonest first, beside tabs that may have jobs', async () => {
    const sooner = newOrderId();
    await queue.add('expire', {}, { jobId: sooner, delay: 60_000 });
    const { body } = await viewer.get('/admin/queues/api/queues?activeQueue=order-expiry&status=delayed');
    const [{ jobs, statuses }] = body.queues;
    const due = String.raw`due \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`;
    expect(jobs[0].name).toMatch(new RegExp(`^${sooner} ${due}$`));
    expect(jobs.map(({ id }: { id: string }) => id).indexOf(orderId)).toBeGreaterThan(0);
    expect(statuses).toEqual(['latest', 'active', 'waiting', 'completed', 'failed', 'delayed']);
  });

  test('a viewer is refused every change, including requests unknown to Bull Board', async () => {
    const before = await queueDigest();
    const unknown = ['DELETE', 'POST', 'PUT', 'PATCH', 'OPTIONS'].map((method) => ({
      method,
      path: '/api/queues/order-expiry',
      body: {},
    }));
    for (const { method, path, body } of [...changes(), ...unknown]) {
      const { status } = await viewer.change(method, `/admin/queues${path}`, body);
      expect({ method, path, status }).toEqual({ method, path, status: 403 });
    }
    expect(changes().length).toBeGreaterThan(20);
    expect(await queueDigest()).toBe(before);
  });

  test('the viewers’ Bull Board refuses every change even without our checks in front of it', async () => {
    const board = await createViewerBoard(context.redisUrl);
    const before = await queueDigest();
    for (const { method, path, body } of changes()) {
      const answer = await createClient(board.url, null).send(path, {
        method,
        headers: { 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect({ method, path, status: answer.status }).toEqual({ method, path, status: 403 });
    }
    expect(await queueDigest()).toBe(before);
    await board.close();
  });
});

describe('operators', () => {
  test('an operator promotes and retries jobs, and pauses and resumes the queue', async () => {
    const [failed] = await queue.getFailed();
    expect(await operator.change('PUT', `${queuePath}/${orderId}/promote`)).toMatchObject({ status: 204 });
    expect(await queue.getJobState(orderId)).toBe('waiting');
    expect(await operator.change('PUT', `${queuePath}/${failed?.id}/retry`)).toMatchObject({ status: 204 });
    expect(await queue.getFailedCount()).toBe(0);
    expect(await operator.change('PUT', `${queuePath}/pause`)).toMatchObject({ status: 200 });
    expect(await queue.isPaused()).toBe(true);
    expect(await operator.change('PUT', `${queuePath}/resume`)).toMatchObject({ status: 200 });
    expect(await queue.isPaused()).toBe(false);
  });

  test('an operator may make every change that viewers are refused', async () => {
    for (const { method, path, body } of changes()) {
      const { status } = await operator.change(method, `/admin/queues${path}`, body);
      expect([401, 403, 405], `${method} ${path}`).not.toContain(status);
    }
    expect(await queue.getJob(orderId)).toBeUndefined();
  });

  test('a change without the session’s XSRF token, or from another origin, is refused', async () => {
    const before = await queueDigest();
    const another = await signIn(api.url, operatorCredentials);
    const promote = (headers: Record<string, string>) =>
      operator.send('PUT', `${queuePath}/${orderId}/promote`, headers);
    const token = { 'X-XSRF-Token': operator.xsrfToken };
    const refused = {
      'no token': {},
      'an empty token': { 'X-XSRF-Token': '' },
      "another session's token": { 'X-XSRF-Token': another.xsrfToken },
      'a token that only matches a cookie': {
        'X-XSRF-Token': 'x',
        Cookie: `${operator.cookie}; XSRF-TOKEN=x`,
      },
      'only the right origin': { Origin: api.url },
      'another site': { ...token, 'Sec-Fetch-Site': 'cross-site' },
      'another subdomain': { ...token, 'Sec-Fetch-Site': 'same-site' },
      'another origin': { ...token, Origin: 'https://evil.example' },
      'an opaque origin': { ...token, Origin: 'null' },
    };
    for (const [what, headers] of Object.entries(refused)) {
      const { status } = await promote(headers);
      expect({ what, status }).toEqual({ what, status: 403 });
    }
    expect(await queueDigest()).toBe(before);
    expect(await promote({ 'Sec-Fetch-Site': 'same-origin' })).toMatchObject({ status: 204 });
    expect(await queue.getJobState(orderId)).toBe('waiting');
  });
});

test('changes, sign-ins and sign-outs are logged with their user and status', async () => {
  const start = api.log.length;
  const path = `${queuePath}/${orderId}/promote`;
  const name = 'mallory'.repeat(20);
  await submitSignIn(api.url, { username: name, password: 'a secret guess' });
  const somebody = await signIn(api.url, operatorCredentials);
  await somebody.change('PUT', path);
  await somebody.send('PUT', path);
  await viewer.change('PUT', path);
  await somebody.get(`${queuePath}/${orderId}`);
  await somebody.change('POST', '/admin/sign-out');

  const lines = await until(() => {
    const found = api.log.slice(start).filter(({ audit }) => audit === true);
    return found.length >= 6 && found;
  });
  const who = 'operator';
  expect(lines).toMatchObject([
    { event: 'sign_in_failed', who: name.slice(0, 64), status: 401 },
    { event: 'sign_in', who, role: 'operator', status: 303 },
    { event: 'change', who, role: 'operator', method: 'PUT', path, status: 204 },
    { event: 'change', who, role: 'operator', method: 'PUT', path, status: 403 },
    { event: 'change', who: 'viewer', role: 'viewer', method: 'PUT', path, status: 403 },
    { event: 'sign_out', who, role: 'operator', status: 303 },
  ]);
  expect(JSON.stringify(api.log)).not.toMatch(/a secret guess|may look on|operator_session=/);
});
