import { mkdirSync, realpathSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild, type Child } from '../process/child.ts';
import { stopLeftover } from '../process/leftover.ts';
import { secretIn, START_LIMIT_MS, startFailure, type LocalService } from '../process/service.ts';
import { dockerLaunch } from './docker.ts';
import { findRedis, type RedisProgram } from './find.ts';
import { PID_FILE, redisSettings } from './settings.ts';

const STOP_GRACE_MS = 10_000;

export interface RedisOptions {
  /** Created if missing. Holds the append-only file and the password. */
  dataDir: string;
  port: number;
  /** false: nothing is written to disk, and the data is lost when the server stops. Default true. */
  durable?: boolean;
  /** Called with each line of the server's log. */
  log?: (line: string) => void;
}

/**
 * Starts Redis (or Valkey) on 127.0.0.1 with the data in `dataDir`, and waits until the data is loaded.
 * Installs Redis first if the machine has none: see find.ts.
 *
 * @throws Error with the server's last log lines if it does not become ready.
 */
export async function startRedis(options: RedisOptions): Promise<LocalService> {
  const { port, durable = true, log } = options;
  mkdirSync(options.dataDir, { recursive: true });
  const dataDir = realpathSync(options.dataDir);
  const program = await findRedis();
  await stopLeftoverRedis(dataDir);
  const password = secretIn(join(dataDir, 'password'));
  const child = await startChild({
    ...launch(program, dataDir, port),
    // On stdin, because every user of the machine can read a command line.
    input: redisSettings({ program, dataDir, port, password, durable }),
    stopSignal: 'SIGTERM',
    graceMs: STOP_GRACE_MS,
    onLine: (line) => log?.(line),
  });
  if (!(await becomesReady(child, port, password))) throw await startFailure('Redis', child);
  return { ...child, port, url: `redis://:${password}@127.0.0.1:${port}` };
}

/** Stops the server that a killed run left running on this data. */
export async function stopLeftoverRedis(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, PID_FILE);
  await stopLeftover({ name: 'Redis', pidFile, mark: '-server 127.0.0.1:', signal: 'SIGTERM' });
}

function launch(program: RedisProgram, dataDir: string, port: number) {
  if (program.kind === 'docker') return dockerLaunch(program.docker, dataDir, port);
  return { command: program.path, args: ['-'], argv0: program.runAs };
}

/** @returns false if the server exits or the time limit passes first. */
async function becomesReady(child: Child, port: number, password: string): Promise<boolean> {
  const deadlineMs = Date.now() + START_LIMIT_MS;
  while (!child.hasExited() && Date.now() < deadlineMs) {
    if (await answersPing(port, password)) return true;
    await pause(10);
  }
  return false;
}

function answersPing(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    let reply = '';
    const finish = (isReady: boolean): void => {
      socket.destroy();
      resolve(isReady);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('close', () => finish(false));
    socket.on('data', (chunk) => {
      reply += chunk.toString();
      if (reply.startsWith('-') || reply.includes('\n-')) finish(false); // still loading, or another server
      else if (reply.includes('+PONG\r\n')) finish(true);
    });
  });
}
