import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOTP, URI } from 'otpauth';
import { text } from 'node:stream/consumers';
import { createTestContext, type TestContext } from '../support/context.ts';
import { createClient, type Answer } from '../support/client.ts';
import {
  operatorCredentials,
  signIn,
  submitSignIn,
  viewerCredentials,
  viewerEnv,
} from '../support/operator.ts';
import { startApi, startNode, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const totp = new TOTP({ secret });
const periodMs = 30_000;
const codeAt = (periods: number) => totp.generate({ timestamp: Date.now() + periods * periodMs });

let context: TestContext;
let plain: RunningProcess;
let api: RunningProcess;
let another: RunningProcess;

let addresses = 0;
const attempt = (form: Record<string, string>, { url } = api) =>
  submitSignIn(url, form, { 'X-Forwarded-For': `203.0.113.${++addresses}` });
const messageOf = ({ body }: Answer) => /role="alert"[^>]*>([^<]+)</.exec(body)?.[1];
const formOf = async ({ url }: RunningProcess) =>
  (await createClient(url, null).send('/admin/sign-in', { headers: { Accept: 'text/html' } })).body as string;

const lines = () => [...api.log, ...another.log];
const countedAlone = () =>
  lines().filter(({ msg }) => msg === 'attempts are counted by this process alone').length;
const audited = () => lines().filter(({ audit }) => audit === true).length;

beforeAll(async () => {
  context = await createTestContext();
  const env = { ...viewerEnv, TRUST_PROXY: '1', LOG_LEVEL: 'debug' };
  const withCode = { ...env, OPERATOR_TOTP_SECRET: secret };
  [plain, api, another] = await Promise.all([
    startApi(context, env),
    startApi(context, withCode),
    startApi(context, withCode),
  ]);
});

afterAll(async () => {
  await Promise.all([plain.end(), api.end(), another.end()]);
  await context.close();
});

test('the form asks for a code only if a second factor is set', async () => {
  expect(await formOf(api)).toMatch(/<input[^>]*name="code"/);
  expect(await formOf(plain)).not.toContain('name="code"');
});

test('a wrong code, a missing one and a wrong password are answered alike', async () => {
  const answers = await Promise.all([
    attempt(operatorCredentials),
    attempt({ ...operatorCredentials, code: '' }),
    attempt({ ...operatorCredentials, code: codeAt(40) }),
    attempt({ ...operatorCredentials, code: codeAt(-3) }),
    attempt({ ...operatorCredentials, code: `${codeAt(0)}0` }),
    attempt({ ...operatorCredentials, password: 'wrong', code: codeAt(0) }),
    attempt({ ...operatorCredentials, username: 'nobody', code: codeAt(0) }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
  expect(new Set(answers.map(messageOf)).size).toBe(1);
});

test('a code is accepted once, by all processes together', async () => {
  let form = { ...operatorCredentials, code: '' };
  let answers: Answer[] = [];
  // A process that waits for Redis for 300 ms goes on alone. On a machine that is so busy, it is asked once more.
  for (const period of [0, -1]) {
    const known = countedAlone();
    form = { ...operatorCredentials, code: codeAt(period) };
    answers = await Promise.all([attempt(form), attempt(form, another), attempt(form)]);
    // Each is audited after it was counted.
    await until(() => audited() === addresses);
    if (countedAlone() === known) break;
  }
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(2);
  expect(await attempt(form, another)).toMatchObject({ status: 401 });
});

test('a code may be one period early or late, and contain spaces', async () => {
  const next = codeAt(1);
  const form = { ...operatorCredentials, code: `${next.slice(0, 3)} ${next.slice(3)}` };
  expect(await attempt(form)).toMatchObject({ status: 303 });
});

test('a viewer needs no code', async () => {
  expect(await attempt(viewerCredentials)).toMatchObject({ status: 303 });
});

test('setting a second factor ends the operator’s sessions, and not the viewer’s', async () => {
  for (const [credentials, status] of [
    [operatorCredentials, 401],
    [viewerCredentials, 200],
  ] as const) {
    const { cookie } = await signIn(plain.url, credentials);
    const client = createClient(api.url, null);
    const answer = await client.send('/admin/queues/api/queues', { headers: { Cookie: cookie } });
    expect(answer.status).toBe(status);
  }
});

test.each([
  [{}, /^OPERATOR_TOTP_SECRET=[A-Z2-7]{32}$/m],
  [
    { OPERATOR_TOTP_SECRET: secret, OPERATOR_USERNAME: 'chief' },
    new RegExp(`^OPERATOR_TOTP_SECRET=${secret}$`, 'm'),
  ],
])('npm run totp with %o prints a secret and the URL that an authenticator app reads', async (env, line) => {
  const child = await startNode(['apps/api/src/admin/totp.ts'], env);
  const printed = await text(child.stdout!);
  expect(printed).toMatch(line);
  const [, url = ''] = printed.trim().split('\n');
  const read = URI.parse(url) as TOTP;
  expect(read).toMatchObject({ issuer: 'order-countdown', algorithm: 'SHA1', digits: 6, period: 30 });
  expect(read.label).toBe('OPERATOR_USERNAME' in env ? env.OPERATOR_USERNAME : 'operator');
  expect(printed).toContain(`OPERATOR_TOTP_SECRET=${read.secret.base32}\n`);
});
