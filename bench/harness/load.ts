import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The load comes from a process of its own, so that its CPU time is no contender's. */

export interface HttpRequest {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
}

export interface LoadRequest {
  /** The base URL. */
  url: string;
  headers: Record<string, string>;
  /** Each is sent once; or in turns, `repeat` requests in all. */
  requests: HttpRequest[];
  repeat?: number;
  /** Each sends its next request when it has its answer. */
  connections: number;
}

export interface LoadReport {
  /** From the start to the last answer. */
  seconds: number;
  /** The time to each answer with a status below 300. */
  answersMs: number[];
  /** Answers by status. */
  statuses: Record<string, number>;
  /** Connections that broke and requests that got no answer. */
  failed: number;
}

export interface Load {
  name: string;
  pid: number;
  send(request: LoadRequest): Promise<LoadReport>;
  stop(): void;
}

const { version } = createRequire(import.meta.url)('autocannon/package.json') as { version: string };

export function startLoad(): Load {
  const child = fork(fileURLToPath(new URL('load-process.ts', import.meta.url)));
  return {
    name: `autocannon ${version}`,
    pid: child.pid!,
    async send(request) {
      child.send(request);
      const [report] = (await once(child, 'message')) as [LoadReport | { error: string }];
      if ('error' in report) throw new Error(`the load failed: ${report.error}`);
      return report;
    },
    stop: () => child.disconnect(),
  };
}
