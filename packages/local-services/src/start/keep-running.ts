import { setTimeout as pause } from 'node:timers/promises';
import { describeExit, type Exit } from '../process/child.ts';
import { failure, type LocalService } from '../process/service.ts';

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
/** With the delays between them, ten failures take at least 21 seconds. */
const MAX_FAILURES = 10;
const STABLE_MS = 60_000;

export interface KeepRunningOptions {
  /** For messages: "Redis". */
  name: string;
  /** For messages, what it means that the service is away: "Orders go on without it". */
  meanwhile: string;
  /** Starts the service. Called again for each restart. */
  start: () => Promise<LocalService>;
  /** Called with each line for the terminal. */
  say: (line: string) => void;
  /** The delay before a restart, by the number of failures in a row. Default: `restartDelayMs`. */
  delayMs?: (failures: number) => number;
  /** A service that ran for this long starts a new row of failures. Default: one minute. */
  stableMs?: number;
}

/** A service that is restarted whenever it exits by itself. */
export interface KeptService {
  /** How to connect. The same after each restart. */
  url: string;
  /** Resolves when `stop` has stopped the service. Rejects if it can't be kept running. */
  exited: Promise<Exit>;
  /** Stops the service, even while it is being restarted. Safe to call twice. */
  stop: () => Promise<void>;
}

/**
 * Starts a service, and restarts it whenever it exits by itself. Gives up after ten failures in a row, which
 * are exits and unsuccessful restarts.
 *
 * @throws Error of `start` if the first start fails.
 */
export async function keepRunning(options: KeepRunningOptions): Promise<KeptService> {
  const { name, meanwhile, say, stableMs = STABLE_MS } = options;
  const stopping = new AbortController();
  let service = await options.start();
  const { url } = service;

  const supervise = async (): Promise<Exit> => {
    let failures = 0;
    for (;;) {
      const readyMs = performance.now();
      const exit = await service.exited;
      if (stopping.signal.aborted) return exit;
      if (performance.now() - readyMs >= stableMs) failures = 0;
      say(`${name} ${describeExit(exit)}. ${meanwhile}; restarting it ...`);
      const reason = failure(name, describeExit(exit), service);
      const restarted = await restart(options, failures + 1, reason, stopping.signal);
      if (!restarted) return exit;
      ({ service, failures } = restarted);
      if (stopping.signal.aborted) return exit;
      // The password is kept with the data, so another password means that the data are new too.
      if (service.url !== url)
        throw new Error(`${name} lost its data directory: run npm start again to start with an empty one`);
      say(`${name} is back.`);
    }
  };
  const exited = supervise();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await service.stop();
    await exited.catch(() => {}); // the supervisor reports it
    await service.stop(); // by now, this may be one that was still starting
  };
  return { url, exited, stop };
}

/** 100 ms after the first failure in a row, doubling to at most 5 s. */
export function restartDelayMs(failures: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), MAX_DELAY_MS);
}

/**
 * Starts a service until that succeeds.
 *
 * @param failures in a row so far.
 * @param reason of the last one.
 * @returns undefined if `stopping` aborts first.
 * @throws Error with the reason of the last failure if there are too many.
 */
async function restart(
  { name, start, say, delayMs = restartDelayMs }: KeepRunningOptions,
  failures: number,
  reason: Error,
  stopping: AbortSignal,
): Promise<{ service: LocalService; failures: number } | undefined> {
  for (let isFirst = true; failures < MAX_FAILURES; isFirst = false) {
    const delay = delayMs(failures);
    if (!isFirst) say(`${firstLine(reason)}. Trying again in ${delay / 1000} s ...`);
    await pause(delay, undefined, { signal: stopping }).catch(() => {});
    if (stopping.aborted) return undefined;
    try {
      return { service: await start(), failures };
    } catch (error) {
      if (stopping.aborted) return undefined;
      failures++;
      reason = error instanceof Error ? error : new Error(String(error));
    }
  }
  throw new Error(`${name} failed ${failures} times in a row. Last failure: ${reason.message}`);
}

function firstLine({ message }: Error): string {
  return message.split('\n', 1).join().replace(/:$/, '');
}
