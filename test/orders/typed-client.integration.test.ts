import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateTypes, typesFile } from '../../examples/generate-types.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { signToken } from '../support/tokens.ts';

const example = fileURLToPath(new URL('../../examples/typed-client.ts', import.meta.url));

let context: TestContext;
let api: RunningProcess;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
});

afterAll(async () => {
  await api.end();
  await context.close();
});

test('the types of the example are those of the API: if not, run npm run openapi', async () => {
  expect(readFileSync(typesFile, 'utf8')).toBe(await generateTypes());
});

test('the example places an order and pays it', async () => {
  const token = await signToken({ sub: 'alice', scope: 'orders payments' });
  const { stdout } = await promisify(execFile)(process.execPath, [example, api.url, token]);
  expect(stdout).toMatch(/^(ord_\w+) can be paid for 600 seconds\n\1 was paid at \d{4}-[\d:.T-]+Z\n$/);
});
