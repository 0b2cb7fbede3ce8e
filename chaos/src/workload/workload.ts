import { setTimeout as sleep } from 'node:timers/promises';
import { signToken } from '@order-countdown/test/tokens';
import { createHistory, type History } from '../history/history.ts';
import { failPayment, startPayment } from './attempts.ts';
import { advance, cancel, countdown, erase, events, extend, list, read, update } from './ask.ts';
import type { Clients } from './clients.ts';
import { createControls, type Controls } from './controls.ts';
import { startReceivers } from './endpoints.ts';
import { startFeedReaders } from './feed-readers.ts';
import { createKnownOrders } from './known-orders.ts';
import { pay } from './pay.ts';
import { place } from './place.ts';
import { createRandom } from '../random.ts';
import { sendUntilKnown } from './repeat.ts';
import { createSend } from './requests.ts';
import { createWatchers } from './streams.ts';

export interface WorkloadOptions {
  /** The base URLs of the apis. Each request goes to one of them. */
  apiUrls: string[];
  /** Decides what the clients do. What they do at the same moment is still up to the machine. */
  seed: number;
  /** Operations that begin each second; default 60. */
  ratePerSecond?: number;
}

export interface Workload {
  history: History;
  controls: Controls;
  /** No client sends a new command; those that are open are waited for. Streams, receivers and the feed stay open. */
  quiesce(): Promise<void>;
  /** Quiesces, then closes streams, receivers and readers of the feed: no webhook is acknowledged from then on. */
  stop(): Promise<void>;
}

const defaultRatePerSecond = 60;
const maxConcurrent = 200;
const watchedShare = 0.2;
/** Longer than any run. */
const tokenSeconds = 24 * 60 * 60;

const weights = {
  place: 25,
  pay: 25,
  cancel: 6,
  extend: 8,
  update: 5,
  advance: 3,
  erase: 1,
  startPayment: 8,
  failPayment: 4,
  read: 12,
  countdown: 14,
  list: 4,
  events: 6,
};

const acts = {
  pay,
  cancel,
  extend,
  update,
  advance,
  erase,
  startPayment,
  failPayment,
  read,
  countdown,
  list,
  events,
};

/** Starts clients, streams and webhook receivers. @throws Error if the receivers can't be registered */
export async function startWorkload({
  apiUrls,
  seed,
  ratePerSecond = defaultRatePerSecond,
}: WorkloadOptions): Promise<Workload> {
  const history = createHistory();
  const random = createRandom(seed);
  const exp = Math.floor(Date.now() / 1_000) + tokenSeconds;
  const token = await signToken({ sub: 'chaos', scope: 'orders:any', exp });
  const stopping = new AbortController();
  const { signal } = stopping;
  const send = createSend({ history, apiUrls, token, random });
  let names = 0;
  const clients: Clients = {
    random,
    orders: createKnownOrders(),
    send,
    sendUntilKnown: (call) => sendUntilKnown(send, call, signal),
    name: (kind) => `${kind}-${seed}-${(names += 1)}`,
    signal,
  };
  const watchers = createWatchers({ history, apiUrls, token, random });
  const receivers = await startReceivers(history, apiUrls[0]!, token);
  const feedReaders = startFeedReaders({ history, apiUrls, token });
  const open = new Set<Promise<unknown>>();

  async function operate(): Promise<void> {
    const operation = random.weighted(weights);
    const order = operation === 'place' ? null : clients.orders.pick(random);
    if (operation === 'place' || !order) {
      const placed = await place(clients);
      if (placed && random.chance(watchedShare)) watchers.watch(placed.id);
    } else await acts[operation](clients, order);
  }

  function track<Result>(running: Promise<Result>): Promise<Result> {
    const tracked = running.finally(() => open.delete(tracked));
    open.add(tracked);
    return tracked;
  }

  /** A constant rate, unless too many clients wait for answers. */
  async function run(): Promise<void> {
    let next = performance.now();
    while (!signal.aborted) {
      next = Math.max(next + 1_000 / ratePerSecond, performance.now() - 1_000);
      await sleep(Math.max(0, next - performance.now()), null, { signal }).catch(() => undefined);
      if (!signal.aborted && open.size < maxConcurrent) void track(operate());
    }
  }

  const running = run();
  const controls = createControls(clients, receivers);
  const workload: Workload = {
    history,
    controls: {
      receivers,
      dueAtOnce: (count) => track(controls.dueAtOnce(count)),
      storm: (orders, ms) => track(controls.storm(orders, ms)),
    },
    async quiesce() {
      stopping.abort();
      await running;
      await Promise.all(open);
    },
    async stop() {
      await workload.quiesce();
      await watchers.close();
      await feedReaders.close();
      await receivers.close();
    },
  };
  return workload;
}
