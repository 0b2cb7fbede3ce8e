import { Client, type ClientConfig } from 'pg';
import { StartError } from './errors.ts';
import { reasonOf } from './unreachable.ts';

const connectTimeoutMs = 10_000;

/**
 * Opens a single connection to Postgres, for a tool that does its work and ends.
 *
 * @param variable the one that the connection string is from
 * @throws StartError that says which server could not be reached, and why
 */
export async function connectClient(config: ClientConfig, variable = 'DATABASE_URL'): Promise<Client> {
  const client = new Client({ connectionTimeoutMillis: connectTimeoutMs, ...config });
  // One that comes later, when the server goes away, rejects the statement in progress as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    const place = `${client.host}:${client.port}`;
    throw new StartError(`could not connect to Postgres at ${place}: ${reasonOf(error)} (check ${variable})`);
  }
}
