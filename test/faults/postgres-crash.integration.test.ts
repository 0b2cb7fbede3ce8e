import { startThrowawayPostgres } from '@order-countdown/local-services/throwaway';
import { createPostgresMarks } from '@order-countdown/shared/followers/postgres-marks';
import { createPostgres } from '@order-countdown/shared/platform/postgres';
import { expect, test } from 'vitest';
import { postgresTemplate } from '../support/postgres-template.ts';
import { until } from '../support/until.ts';

test('a Postgres that loses one of its processes has a new run: what it had not written to the disk is lost', async () => {
  const server = await startThrowawayPostgres({ template: postgresTemplate() });
  const postgres = createPostgres({
    url: server.url,
    applicationName: 'test',
    maxConnections: 2,
    onConnectionError: () => undefined,
  });
  const marks = createPostgresMarks(postgres);
  try {
    const before = await marks.run();
    expect(await marks.run()).toBe(before);

    // As the kernel does when memory is short. Postgres ends all its other processes then, and goes on with the same main one.
    const [backend] = await postgres.query<{ pid: number }>('select pg_backend_pid() as pid');
    process.kill(backend!.pid, 'SIGKILL');
    const runOrBefore = () => marks.run().catch(() => before);
    const after = await until(async () => ((await runOrBefore()) === before ? null : marks.run()));
    expect(await marks.run()).toBe(after);
  } finally {
    await postgres.close();
    await server.stop();
  }
});
