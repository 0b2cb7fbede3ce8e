import { Agent, get } from 'node:http';
import { inParallel } from './in-parallel.ts';

/** The process that reads the streams for `questions/streams.ts`, and records when each payment arrives. */

export interface ReaderRequest {
  /** URLs of streams to open. The response is sent when each has received its first data. */
  open?: string[];
  headers?: Record<string, string>;
  /** Ids of orders whose payments to wait for, for up to 5 s. */
  arrivalsOf?: string[];
}

export interface ReaderResponse {
  /** The time of each payment and the time it arrived here, as Unix milliseconds on this machine's clock. */
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

async function respond({
  open: urls = [],
  headers = {},
  arrivalsOf = [],
}: ReaderRequest): Promise<ReaderResponse> {
  await inParallel(urls.length, 50, (index) => open(urls[index]!, headers));
  const giveUpAt = performance.now() + 5_000;
  while (arrivalsOf.some((id) => !arrivals.has(id)) && performance.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { arrivals: arrivalsOf.map((id) => arrivals.get(id)).filter((arrival) => arrival !== undefined) };
}

process.on(
  'message',
  (request: ReaderRequest) => void respond(request).then((response) => process.send?.(response)),
);
