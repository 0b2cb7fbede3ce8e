import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { appRoutes } from '@bull-board/api/dist/routes.js';

/** A route of Bull Board, read from its own tables, so that none can be missing here. */
export interface BoardRoute {
  method: string;
  /** Under /admin/queues. */
  path: string;
  body: unknown;
}

/** Valid bodies for the routes that need one. */
const bodies: Record<string, unknown> = {
  AddJobBody: { name: 'expire', data: {}, options: { delay: 60_000 } },
  UpdateJobDataBody: { jobData: { changed: true } },
  ChangeJobDelayBody: { runAt: Date.now() + 86_400_000 },
  ChangeJobPriorityBody: { priority: 7 },
  SetGlobalConcurrencyBody: { concurrency: 1 },
  SetRateLimitBody: { max: 1, duration: 60_000 },
  ObliterateQueueBody: { force: true },
  UpdateJobSchedulerBody: { every: 60_000 },
};

const many = <Value>(value: Value | Value[]): Value[] => (Array.isArray(value) ? value : [value]);

/** @param names values for `:queueName`, `:jobId` and the other parameters */
export function boardRoutes(names: Record<string, string>): BoardRoute[] {
  return appRoutes.api.flatMap(({ method, route, spec }) =>
    many(route).flatMap((pattern) =>
      many(method).map((method) => ({
        method: method.toUpperCase(),
        path: fill(pattern, names),
        body: spec.body ? bodies[spec.body] : undefined,
      })),
    ),
  );
}

/** The addresses of its single page. */
export function boardPages(names: Record<string, string>): string[] {
  return many(appRoutes.entryPoint.route).map((pattern) => fill(pattern, names));
}

function fill(pattern: string, names: Record<string, string>): string {
  return pattern.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = names[name];
    if (value === undefined) throw new Error(`${pattern} needs a value for ${name}`);
    return encodeURIComponent(value);
  });
}

/** Its scripts, styles, images and translations. */
export function boardAssets(): string[] {
  const api = createRequire(import.meta.url).resolve('@bull-board/api');
  const folder = join(dirname(createRequire(api).resolve('@bull-board/ui/package.json')), 'dist/static');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/static${join(entry.parentPath, entry.name).slice(folder.length)}`);
}
