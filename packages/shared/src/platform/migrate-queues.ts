import { runMigrations } from 'bullmq';
import type { Client } from 'pg';
import { alarmQueueName, webhookQueueName } from './queue-names.ts';
import { queueSchema } from './queue-pool.ts';

/**
 * Makes BullMQ's tables, by its own migrations, in a schema of their own, and does nothing if they are up to date. The api and
 * the worker may not, since they own nothing.
 *
 * @param client of the role that owns the schema, or may create it
 */
export async function migrateQueues(client: Client): Promise<void> {
  await runMigrations(client, queueSchema);
  // BullMQ makes each queue's sequence when it first needs it.
  for (const name of [alarmQueueName, webhookQueueName])
    await client.query(`select ${queueSchema}.next_job_id($1)`, [name]);
}
