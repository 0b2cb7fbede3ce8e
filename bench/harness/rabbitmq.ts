import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '@order-countdown/local-services/child';
import { findFreePort } from '@order-countdown/local-services/ports';
import { findProgram } from '@order-countdown/local-services/programs';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import type { Service } from './peer.ts';

/** The system's RabbitMQ, on free ports and in a temporary folder. */

// Debian's program in PATH is a wrapper that becomes the user rabbitmq and uses the system's folders.
const debians = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const program = () => (existsSync(debians) ? debians : findProgram('rabbitmq-server'));

export const rabbitmqUnavailable = () =>
  program() ? undefined : 'rabbitmq-server is not installed on this machine';

export async function startRabbitmq(): Promise<Service> {
  const folder = makeTemporaryFolder('rabbitmq');
  const [port, distPort, epmdPort] = await Promise.all([findFreePort(), findFreePort(), findFreePort()]);
  const env = {
    HOME: folder,
    ERL_EPMD_PORT: String(epmdPort),
    RABBITMQ_NODENAME: `bench-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
  };
  const stopping = { cwd: folder, env, stopSignal: 'SIGTERM' as const, graceMs: 10_000 };
  // Otherwise Erlang starts this name server as a daemon that stays.
  const names = await startChild({
    ...stopping,
    command: findProgram('epmd') ?? 'epmd',
    args: ['-port', String(epmdPort)],
    onLine: () => undefined,
  });
  const started = Promise.withResolvers<void>();
  const server = await startChild({
    ...stopping,
    command: program()!,
    args: [],
    onLine: (line) => /Server startup complete/.test(line) && started.resolve(),
  });
  const exited = server.exited.then(() => {
    throw new Error(['RabbitMQ did not start:', ...server.lastLines].join('\n'));
  });
  await Promise.race([started.promise, exited]);
  exited.catch(() => undefined);
  return {
    env: { RABBITMQ_URL: `amqp://guest:guest@127.0.0.1:${port}` },
    pids: { rabbitmq: server.pid },
    async stop() {
      await server.stop();
      await names.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
