import { Client } from 'pg';
import type { PostgresInstance } from '../postgres/instance.ts';

/**
 * Takes all connections that a server has, those of the service included.
 *
 * @returns a function that gives them back
 */
export async function takeConnections(
  server: PostgresInstance,
  maxConnections: number,
): Promise<() => Promise<void>> {
  const taken: Client[] = [];
  async function take(): Promise<boolean> {
    const client = new Client({
      connectionString: server.url,
      application_name: 'chaos',
      connectionTimeoutMillis: 2_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      taken.push(client);
      return true;
    } catch {
      return false;
    }
  }
  await take();
  for (let round = 0; round < 5; round += 1) {
    // Whose connection is ended asks for another one at once: then it is too late.
    await taken[0]?.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'order-countdown-%'`,
    );
    await Promise.all(Array.from({ length: maxConnections - taken.length }, take));
  }
  return async () => {
    await Promise.all(taken.map((client) => client.end()));
  };
}
