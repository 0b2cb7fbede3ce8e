import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { closeLostConnections } from './lost-connections.ts';
import type { ToPrimary, ToProcess } from './messages.ts';

/** Runs one process of the instance, and another one when that has died. */
export interface Seat {
  /** @returns the exit code of a process that ended before it served; null: it serves, and is kept running from now on */
  start(): Promise<number | null>;
  /** Starts a process, and tries again if that fails. @returns resolves after the first try */
  keep(): Promise<void>;
  /** Has another process take over. @returns false if that could not start, so the one before goes on */
  replace(): Promise<boolean>;
}

export interface SeatOptions {
  /** Of its process, from 1. */
  number: number;
  logger: Logger;
  onMessage: (worker: Worker, message: ToPrimary) => void;
  onExit: (worker: Worker) => void;
  /** Its processes keep dying. */
  giveUp: () => void;
  isStopping: () => boolean;
}

/** A process that has not begun to serve by then never will. */
const startTimeLimitMs = 60_000;

/** Longer than a process needs to close everything. */
const endTimeLimitMs = 12_000;

/** So many deaths within a minute are a coincidence; one more is a crash loop. */
const maxDeaths = 5;
const deathsWindowMs = 60_000;

/** Before the process after the second death; twice as long after each further one. The first is replaced at once. */
const firstPauseMs = 200;

export function createSeat(options: SeatOptions): Seat {
  const { number, logger, onMessage, onExit, giveUp, isStopping } = options;
  let current: Worker | null = null;
  let isReplacing = false;
  let diedAtMs: number[] = [];

  /** @returns resolves when the process serves or has ended, with its exit code then */
  async function fork(): Promise<{ worker: Worker; code: number | null }> {
    // `ps` shows it.
    cluster.setupPrimary({ args: [String(number)] });
    const worker = cluster.fork();
    closeLostConnections(worker);
    const tooLate = setTimeout(() => {
      logger.error({ process: number }, 'a process does not begin to serve, killing it');
      worker.process.kill('SIGKILL');
    }, startTimeLimitMs);
    const code = await new Promise<number | null>((resolve) => {
      worker.on('message', (message: ToPrimary) => {
        onMessage(worker, message);
        if (message.type === 'ready') resolve(null);
      });
      worker.once('exit', (code: number | null) => {
        onExit(worker);
        resolve(code ?? 1);
      });
    });
    clearTimeout(tooLate);
    return { worker, code };
  }

  function seat(worker: Worker): void {
    current = worker;
    worker.once('exit', (code: number | null, signal: string | null) => {
      if (current !== worker) return;
      current = null;
      if (isStopping()) return;
      logger.error({ process: number, code, signal }, 'a process died');
      // If it was being replaced, the other one takes the seat when it serves.
      if (!isReplacing) fill();
    });
  }

  /** Pauses longer after each death, and gives up after too many. */
  function fill(): void {
    const nowMs = performance.now();
    diedAtMs = [...diedAtMs.filter((at) => at > nowMs - deathsWindowMs), nowMs];
    if (diedAtMs.length > maxDeaths) return giveUp();
    const pauseMs = diedAtMs.length === 1 ? 0 : firstPauseMs * 2 ** (diedAtMs.length - 2);
    setTimeout(() => void keep(), pauseMs);
  }

  async function keep(): Promise<void> {
    if (isStopping() || current) return;
    const code = await start();
    if (code === null || isStopping()) return;
    logger.error({ process: number, code }, 'a process could not start');
    fill();
  }

  async function start(): Promise<number | null> {
    const { worker, code } = await fork();
    if (code === null) seat(worker);
    return code;
  }

  return {
    start,
    keep,

    async replace() {
      const old = current;
      if (!old || isStopping()) return true;
      isReplacing = true;
      const { worker, code } = await fork();
      isReplacing = false;
      if (code !== null) {
        if (!current && !isStopping()) fill();
        return isStopping();
      }
      seat(worker);
      if (old.isDead()) return true;
      const tooLate = setTimeout(() => old.process.kill('SIGKILL'), endTimeLimitMs);
      old.send({ type: 'hand over' } satisfies ToProcess);
      await once(old, 'exit');
      clearTimeout(tooLate);
      return true;
    },
  };
}
