import { rmSync } from 'node:fs';
import {
  createPostgresTemplate,
  startThrowawayPostgres,
  startThrowawayRedis,
} from '@order-countdown/local-services/throwaway';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { makeSeveralPartitions } from './several-partitions.ts';
import { migrate } from '@order-countdown/shared/platform/migrate';
import type { TestProject } from 'vitest/node';
import { createDatabase } from './database.ts';
import type { PostgresTemplate } from './postgres-template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    redisUrl: string;
  }
}

/** One Postgres and one Redis for the whole run, and a migrated database that the test files clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgresTemplate: PostgresTemplate = await createPostgresTemplate();
  project.provide('postgresTemplate', postgresTemplate);
  const [postgres, redis] = await Promise.all([
    startThrowawayPostgres({ template: postgresTemplate }),
    startThrowawayRedis(),
  ]);
  project.provide('postgresUrl', postgres.url);
  project.provide('redisUrl', redis.url);
  const template = await createDatabase(postgres.url, 'template');
  await migrate(template, createLogger('test', 'warn'));
  await makeSeveralPartitions(template);
  return async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
    rmSync(postgresTemplate, { recursive: true, force: true });
  };
}
