import type { Postgres } from '../platform/postgres.ts';

/*
 * Fails on a server that can't write, such as a standby or a demoted primary. An error and not an answer, so that the
 * pool drops the connection and the next one may reach the new primary.
 */
const statement = `do $$ begin
  if current_setting('transaction_read_only')::bool then
    raise sqlstate '25006' using message = 'the server is read-only';
  end if;
end $$`;

/** Resolves when Postgres answers and can write. */
export async function ping(postgres: Postgres): Promise<void> {
  await postgres.query(statement);
}
