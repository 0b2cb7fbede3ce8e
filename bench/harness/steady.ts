import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Running } from './contender.ts';
import { quantile } from './samples.ts';
import type { SteadyReport, SteadyRequest } from './steady-process.ts';

export type { SteadyReport } from './steady-process.ts';

type Pace = Pick<SteadyRequest, 'perSecond' | 'seconds' | 'connections' | 'maxWaiting'>;

/** A process that has a contender place orders at a steady rate. */
export function startSteadyLoad({ url, headers, place }: Pick<Running, 'url' | 'headers' | 'place'>) {
  const child = fork(fileURLToPath(new URL('steady-process.ts', import.meta.url)));
  const { method, path, body = '' } = place();
  const { port, host } = new URL(url);
  const all = Object.entries({ Host: host, ...headers, 'Content-Length': String(Buffer.byteLength(body)) });
  const head = all.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const text = `${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`;
  return {
    async offer(pace: Pace): Promise<SteadyReport> {
      child.send({ port: Number(port), text, ...pace } satisfies SteadyRequest);
      const [report] = (await once(child, 'message')) as [SteadyReport];
      return report;
    },
    stop: () => child.disconnect(),
  };
}

/** Has a contender place orders, `from` then on, until it is stopped. Resolves then with how soon it answered. */
export function startPlacing(
  running: Parameters<typeof startSteadyLoad>[0],
  perSecond: number,
  from = new Date(),
) {
  const load = startSteadyLoad(running);
  const stopping = new AbortController();
  const answersMs: number[] = [];
  async function place(): Promise<void> {
    await sleep(Math.max(0, +from - Date.now()));
    while (!stopping.signal.aborted) {
      const pace = { perSecond, seconds: 0.5, connections: 8, maxWaiting: 1_000 };
      answersMs.push(...((await load.offer(pace)).answersMs['201'] ?? []));
    }
  }
  const placing = place();
  return {
    async stop(): Promise<Record<string, number>> {
      stopping.abort();
      await placing;
      load.stop();
      return { placeP50Ms: quantile(answersMs, 0.5), placeP99Ms: quantile(answersMs, 0.99) };
    },
  };
}
