import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describeExit, startChild, type Child } from './child.ts';
import { stopLeftover } from './leftover.ts';
import { findRedis, type RedisProgram } from './redis-program.ts';
import { dockerLaunch } from './redis-docker.ts';
import { waitForRedis } from './redis-ready.ts';
import { secretIn } from './secret.ts';
import { announce, type LocalService } from './service.ts';

// Redis removes it when it shuts down.
const PID_FILE = 'redis.pid';
const START_LIMIT_MS = 60_000;
const STOP_GRACE_MS = 10_000;

export interface RedisOptions {
  /** Made if missing. Holds the append-only file and the password. */
  dataDir: string;
  port: number;
  /** false for data that need not survive the server: nothing is written to disk. Default true. */
  durable?: boolean;
  /** Gets each line of the server's log. */
  log?: (line: string) => void;
}

export interface RedisService extends LocalService {
  /** For fault tests: SIGKILL, SIGSTOP, SIGCONT. */
  signal: (signal: NodeJS.Signals) => void;
}

/**
 * Starts Redis (or Valkey) on 127.0.0.1, with the data of `dataDir`, and waits until it has loaded them.
 * Where there is no Redis on this machine, it is got first: see redis-program.ts.
 *
 * @throws Error with the server's last lines when it does not come up.
 */
export async function startRedis(options: RedisOptions): Promise<RedisService> {
  const { port, durable = true, log } = options;
  mkdirSync(options.dataDir, { recursive: true });
  const dataDir = realpathSync(options.dataDir);
  const program = await findRedis();
  await stopLeftoverRedis(dataDir);
  const password = secretIn(join(dataDir, 'password'));
  const lastLines: string[] = [];
  const settings = { ...commonSettings(password, durable), ...placement(program, dataDir, port) };
  const child = await startChild({
    ...launch(program, dataDir, port),
    // By stdin, because a command line can be read by every user of the machine.
    input: Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
    stopSignal: 'SIGTERM',
    graceMs: STOP_GRACE_MS,
    onLine: (line) => {
      log?.(line);
      if (lastLines.push(line) > 10) lastLines.shift();
    },
  });
  if (!(await waitForRedis({ port, password, limitMs: START_LIMIT_MS, hasExited: child.hasExited }))) {
    throw await startFailure(child, lastLines);
  }
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    port,
    pid: child.pid,
    exited: child.exited,
    stop: child.stop,
    signal: child.signal,
  };
}

/** Stops the server that a killed run left behind on this data. */
export async function stopLeftoverRedis(dataDir: string): Promise<void> {
  const stopped = await stopLeftover(join(dataDir, PID_FILE), '-server 127.0.0.1:', 'SIGTERM');
  if (stopped !== undefined) announce(`stopped the Redis of an earlier run (process ${stopped})`);
}

function commonSettings(password: string, durable: boolean): Record<string, string> {
  return {
    requirepass: password,
    appendonly: durable ? 'yes' : 'no',
    appendfsync: 'everysec',
    save: '""',
    'maxmemory-policy': 'noeviction', // BullMQ must not lose a job's data
    hz: '100', // alarms of an idle queue come 5 ms late instead of 50
    // A third less memory for each job. This is the old name of hash-max-listpack-value, which Redis 6 knows too.
    'hash-max-ziplist-value': '512',
    databases: '64',
  };
}

function placement(program: RedisProgram, dataDir: string, port: number): Record<string, string> {
  if (program.kind === 'docker') return { bind: '0.0.0.0', port: '6379', dir: '/data' };
  return {
    bind: '127.0.0.1',
    port: String(port),
    dir: `"${dataDir}"`,
    pidfile: `"${join(dataDir, PID_FILE)}"`,
  };
}

function launch(program: RedisProgram, dataDir: string, port: number) {
  if (program.kind === 'docker') return dockerLaunch(program.docker, dataDir, port);
  return { command: program.path, args: ['-'], argv0: program.runAs };
}

async function startFailure(child: Child, lastLines: string[]): Promise<Error> {
  const how = child.hasExited()
    ? describeExit(await child.exited)
    : `was not ready in ${START_LIMIT_MS / 1000} s`;
  await child.stop();
  return new Error(`Redis ${how}:\n${lastLines.join('\n')}`);
}
