import { copyPostgresTemplate } from '@order-countdown/local-services/throwaway';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The data of a Postgres that was never started, for tests that start one of their own. */
    postgresTemplate: string;
  }
}

export const postgresTemplate = (): string => inject('postgresTemplate');

/** Fills the folder of a Postgres that was not started yet, in a fraction of the time that it would take by itself. */
export const fillFromTemplate = (dataDir: string): Promise<void> =>
  copyPostgresTemplate(postgresTemplate(), dataDir);
