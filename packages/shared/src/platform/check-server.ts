import type { ClientBase } from 'pg';

const question = `select pg_is_in_recovery() as "isStandby",
  '0' not in (current_setting('statement_timeout'), current_setting('lock_timeout')) as "hasLimits"`;

interface Answer {
  isStandby: boolean;
  hasLimits: boolean;
}

/**
 * Checks the server behind a new connection.
 *
 * A standby, or a former primary that came back as one, may be behind what was answered before. The rejection ends the
 * connection and fails the statement that wanted it. A primary can't become a standby while it has connections. A pooler
 * outlives both, so what is behind it has to lead to the primary alone.
 *
 * @param onUnlimited called if statements may run, or wait for a lock, without end
 */
export async function checkServer(client: ClientBase, onUnlimited: () => void): Promise<void> {
  const { rows } = await client.query<Answer>(question);
  if (rows[0]?.isStandby) throw new Error('the server is a standby');
  if (rows[0]?.hasLimits === false) onUnlimited();
}
