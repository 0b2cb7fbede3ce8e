import { Client, DatabaseError, type ClientConfig } from 'pg';
import { StartError } from './errors.ts';

const connectTimeoutMs = 10_000;

/** What the system reports when there is no connection. */
const reasons: Partial<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'there is no such host',
  ETIMEDOUT: 'no answer',
};

/**
 * Opens a single connection to Postgres, for a tool that does its work and ends.
 *
 * @throws StartError that says which server could not be reached, and why
 */
export async function connectClient(config: ClientConfig): Promise<Client> {
  const client = new Client({ connectionTimeoutMillis: connectTimeoutMs, ...config });
  // One that comes later, when the server goes away, rejects the statement in progress as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    const place = `${client.host}:${client.port}`;
    throw new StartError(
      `could not connect to Postgres at ${place}: ${reasonOf(error)} (check DATABASE_URL)`,
    );
  }
}

/** A host name with several addresses fails with one error for each: the first says enough. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return String(first);
  if (first instanceof DatabaseError || !('code' in first)) return first.message;
  return reasons[String(first.code)] ?? first.message;
}
