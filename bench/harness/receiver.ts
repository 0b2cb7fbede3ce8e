import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface ReceiverReport {
  /** Webhooks with different ids. */
  distinct: number;
  /** From the first to the last. */
  seconds: number;
  /** From the time of each event to its arrival. */
  latenessMs: number[];
}

/** A process that receives webhooks, so that its CPU time is no contender's. */
export async function startReceiver() {
  const child = fork(fileURLToPath(new URL('receiver-process.ts', import.meta.url)));
  const [port] = (await once(child, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    /** Resolves when so many have arrived since the last report. */
    async receive(count: number): Promise<ReceiverReport> {
      child.send(count);
      const [report] = (await once(child, 'message')) as [ReceiverReport];
      return report;
    },
    stop: () => child.kill(),
  };
}
