import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from '@order-countdown/local-services/child';
import { findFreePort } from '@order-countdown/local-services/ports';
import { openLink, throughLink, type Link } from '../links/link.ts';
import { residentMiB } from '../process-tree.ts';
import type { RedisStore, Way } from '../redis/store.ts';
import { eventually } from '../waiting.ts';
import { misdeedsIn } from './log-reader.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const startLimitMs = 60_000;
const graceMs = 15_000;
const nodeOptions = [
  '--trace-warnings',
  '--expose-gc',
  `--import=${new URL('collect-garbage.ts', import.meta.url).href}`,
];

export type Role = 'api' | 'worker';

/** An api or a worker, with a link of its own to each server. It keeps its port and its links over restarts. */
export interface ServiceProcess {
  /** `api-1` */
  readonly name: string;
  readonly role: Role;
  readonly url: string;
  readonly links: { postgres: Link; redis: readonly Way[] };
  /** What it did that no fault excuses: it ended by itself, or logged an error that nobody handled. */
  readonly misdeeds: readonly string[];
  memoryMiB(): number;
  collectGarbage(): void;
  isReady(): Promise<boolean>;
  /** @param env on top of its usual environment. Resolves when it answers */
  start(env?: Record<string, string>): Promise<void>;
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
  /** SIGTERM, and waits for the exit. Another code than 0 is a misdeed, unless a fault excuses it. */
  terminate(excuse?: string): Promise<void>;
  close(): Promise<void>;
}

export interface ProcessOptions {
  name: string;
  role: Role;
  stores: { postgres: { url: string; port: number }; redis: Pick<RedisStore, 'openWay'> };
  env: Record<string, string>;
  /** Its log is appended to a file here. */
  logFolder: string;
}

export async function createProcess(options: ProcessOptions): Promise<ServiceProcess> {
  const { name, role, stores } = options;
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const way = await stores.redis.openWay();
  const links = { postgres: await openLink(stores.postgres.port), redis: way.links };
  const log = createWriteStream(join(options.logFolder, `${name}.log`), { flags: 'a' });
  const misdeeds: string[] = [];
  let child: Child | undefined;
  let mayEnd = false;

  async function start(env: Record<string, string> = {}): Promise<void> {
    mayEnd = false;
    const started = await startChild({
      command: process.execPath,
      args: [join(root, 'apps', role, 'src/main.ts')],
      cwd: root,
      env: {
        NODE_ENV: 'test',
        LOG_LEVEL: 'warn',
        NODE_OPTIONS: [...nodeOptions, ...way.nodeOptions].join(' '),
        DATABASE_URL: throughLink(links.postgres, stores.postgres.url),
        REDIS_URL: way.url(),
        ...way.env,
        [role === 'api' ? 'PORT' : 'WORKER_PORT']: String(port),
        ...options.env,
        ...env,
      },
      stopSignal: 'SIGTERM',
      graceMs,
      onLine(line) {
        log.write(`${line}\n`);
        misdeeds.push(...misdeedsIn(line).map((misdeed) => `${name}: ${misdeed}`));
      },
    });
    child = started;
    void started.exited.then(({ exitCode, signal }) => {
      if (!mayEnd)
        misdeeds.push(`${name}: ended by itself (${signal ?? exitCode}): ${started.lastLines.at(-1)}`);
    });
    const isLive = async (): Promise<boolean> =>
      started.hasExited() || (await answersOk(`${url}/health/live`));
    await eventually(`${name} answers`, isLive, startLimitMs);
  }

  async function kill(): Promise<void> {
    mayEnd = true;
    child?.signal('SIGKILL');
    await child?.exited;
  }

  return {
    name,
    role,
    url,
    links,
    misdeeds,
    memoryMiB: () => (child ? residentMiB(child.pid) : 0),
    collectGarbage: () => child?.signal('SIGUSR2'),
    isReady: () => answersOk(`${url}/health/ready`),
    start,
    freeze: () => child?.signal('SIGSTOP'),
    thaw: () => child?.signal('SIGCONT'),
    kill,
    async terminate(excuse) {
      mayEnd = true;
      await child?.stop();
      const code = (await child?.exited)?.exitCode;
      if (code !== 0 && excuse === undefined) misdeeds.push(`${name}: exit code ${code} after SIGTERM`);
    },
    async close() {
      await kill();
      await Promise.all([links.postgres.close(), way.close()]);
      log.end();
    },
  };
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
