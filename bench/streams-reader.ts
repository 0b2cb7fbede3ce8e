import { Agent, get } from 'node:http';
import { inParallel } from './stack.ts';

/** The process that reads the streams of `streams.ts`: opens them, and notes when each payment was told. */

export interface Question {
  /** Addresses to open. Answered when each has begun. */
  open?: string[];
  headers?: Record<string, string>;
  /** Orders whose payments are waited for. */
  arrivalsOf?: string[];
}

export interface Answer {
  /** When it happened, and when it was told here, both by the clock of this machine. */
  arrivals: [occurredAt: number, arrivedAt: number][];
}

const agent = new Agent({ maxSockets: Infinity });
const arrivals = new Map<string, [number, number]>();

function open(url: string, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        resolve();
        const arrivedAt = performance.timeOrigin + performance.now();
        const data = /^event: order\.paid\n.*\ndata: (.*)$/m.exec(text)?.[1];
        if (!data) return;
        const { id, occurredAt } = JSON.parse(data) as { id: string; occurredAt: string };
        arrivals.set(id, [Date.parse(occurredAt), arrivedAt]);
      });
    }).on('error', reject);
  });
}

async function answer({ open: urls = [], headers = {}, arrivalsOf = [] }: Question): Promise<Answer> {
  await inParallel(urls.length, 50, (index) => open(urls[index]!, headers));
  const giveUpAt = performance.now() + 5_000;
  while (arrivalsOf.some((id) => !arrivals.has(id)) && performance.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { arrivals: arrivalsOf.flatMap((id) => [arrivals.get(id) ?? []].filter(isTold)) };
}

const isTold = (arrival: [] | [number, number]): arrival is [number, number] => arrival.length === 2;

process.on('message', (question: Question) => void answer(question).then((told) => process.send?.(told)));
