import cluster, { type Worker } from 'node:cluster';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { graceMs } from '@order-countdown/shared/platform/shutdown';
import { createClaimCounter } from './claim-counter.ts';
import { watchHearts } from './heartbeat.ts';
import { createMergedMetrics } from './merged-metrics.ts';
import type { ToPrimary, ToProcess } from './messages.ts';
import { createSeat } from './seat.ts';

/** Longer than a process takes to end by itself, and less than a container gets. */
const stopTimeLimitMs = graceMs + 300;

/**
 * Starts so many processes of the API and keeps them running. It serves nothing itself: it hands the connections out in
 * turn, and counts what the processes must not hold too much of together.
 *
 * SIGTERM and SIGINT stop all; SIGUSR2 replaces one after the other.
 */
export async function startPrimary(size: number, logger: Logger): Promise<void> {
  const claims = createClaimCounter<Worker>();
  const metrics = createMergedMetrics<Worker>();
  let exitCode: number | null = null;

  const workers = () => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

  async function scrape(worker: Worker, { id, metrics: own }: Extract<ToPrimary, { type: 'scrape' }>) {
    const others = workers().filter((other) => other !== worker);
    const ask = () => others.forEach((other) => send(other, { type: 'metrics' }));
    const text = await metrics.scrape(worker, own, others, ask);
    send(worker, { type: 'scraped', id, text });
  }

  const hearts = watchHearts(workers, (worker) => {
    logger.error({ pid: worker.process.pid }, 'a process does not answer, killing it');
    worker.process.kill('SIGKILL');
  });

  function onMessage(worker: Worker, message: ToPrimary): void {
    if (message.type === 'pong' || message.type === 'ready') hearts.beat(worker);
    if (message.type === 'metrics') metrics.told(worker, message.metrics);
    if (message.type === 'scrape') void scrape(worker, message);
    if (message.type === 'claims') {
      const answers = claims.run(worker, message.steps);
      if (answers.length > 0) send(worker, { type: 'decided', answers });
    }
  }

  function onExit(worker: Worker): void {
    claims.forget(worker);
    metrics.forget(worker);
    if (exitCode === null) return;
    // One that was told to stop before it served has nothing to close.
    if (worker.process.exitCode !== 0) exitCode = 1;
    if (workers().every((each) => each.isDead())) process.exit(exitCode);
  }

  function stop(code: number): void {
    if (exitCode !== null) {
      workers().forEach((worker) => worker.process.kill('SIGKILL'));
      process.exit(1);
    }
    exitCode = code;
    if (workers().length === 0) process.exit(code);
    workers().forEach((worker) => send(worker, { type: 'stop' }));
    setTimeout(() => stop(1), stopTimeLimitMs);
  }

  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  const isStopping = () => exitCode !== null;

  function giveUp(): void {
    if (isStopping()) return;
    logger.fatal('processes keep dying, giving up');
    stop(1);
  }

  const seats = Array.from({ length: size }, (_, index) =>
    createSeat({ number: index + 1, logger, onMessage, onExit, giveUp, isStopping }),
  );
  let restarting: Promise<void> | null = null;
  async function restart(): Promise<void> {
    logger.info('replacing all processes, one after the other');
    for (const seat of seats) {
      if (!(await seat.replace())) return logger.error('a new process could not start, the others go on');
    }
    if (!isStopping()) logger.info('replaced all processes');
  }
  process.on('SIGUSR2', () => {
    restarting ??= restart().finally(() => (restarting = null));
  });

  // The first one tells what is wrong, if anything is: once.
  const [first, ...others] = seats;
  const code = await first!.start();
  if (code !== null) return process.exit(code);
  await Promise.all(others.map((seat) => seat.keep()));
  logger.info({ processes: size }, 'all processes serve');
}

function send(worker: Worker, message: ToProcess): void {
  // One that is ending may have closed the channel.
  if (worker.isConnected()) worker.send(message, () => undefined);
}
