import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * Offers requests at a steady rate whatever is answered, as a proxy with open connections would. Requests are due at their
 * times, however slowly answers come, and wait here for a free connection; an answer's time runs from when its request
 * was due. Speaks just enough HTTP to cost little.
 */

export interface SteadyRequest {
  port: number;
  /** The whole request, as it is sent. */
  text: string;
  perSecond: number;
  seconds: number;
  connections: number;
  /** Requests beyond so many waiting ones are given up, so that `perSecond` may be anything. */
  maxWaiting: number;
}

export interface SteadyReport {
  /** From the start to the last answer. */
  seconds: number;
  givenUp: number;
  /** Connections that ended with a request unanswered. */
  failed: number;
  /** Milliseconds to each answer, by status. */
  answersMs: Record<string, number[]>;
}

/** How long after the last request answers are waited for. */
const patienceMs = 30_000;

const tickMs = 2;

async function offer(request: SteadyRequest): Promise<SteadyReport> {
  const { port, text, perSecond, seconds, connections, maxWaiting } = request;
  const report: SteadyReport = { seconds: 0, givenUp: 0, failed: 0, answersMs: {} };
  const sockets: Socket[] = [];
  const idle: Socket[] = [];
  const waiting: number[] = [];
  const dueOf = new Map<Socket, number>();
  let startedAt = performance.now();

  function sendNext(): void {
    while (idle.length > 0 && waiting.length > 0) {
      // In turns: the server closes a connection that never sends anything.
      const socket = idle.shift()!;
      dueOf.set(socket, waiting.shift()!);
      socket.write(text);
    }
  }

  async function open(): Promise<void> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
    let received = '';
    socket.on('data', (chunk: string) => {
      received += chunk;
      const [head = '', body] = received.split('\r\n\r\n', 2);
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
      if (body === undefined || body.length < length) return;
      received = '';
      (report.answersMs[head.slice(9, 12)] ??= []).push(performance.now() - dueOf.get(socket)!);
      dueOf.delete(socket);
      report.seconds = (performance.now() - startedAt) / 1_000;
      idle.push(socket);
      sendNext();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (dueOf.delete(socket)) report.failed += 1;
    });
    await once(socket, 'connect');
    sockets.push(socket);
    idle.push(socket);
  }

  for (let n = 0; n < connections; n += 1) await open();
  startedAt = performance.now();
  const total = perSecond * seconds;
  let due = 0;
  while (due < total || (dueOf.size > 0 && performance.now() - startedAt < seconds * 1_000 + patienceMs)) {
    await new Promise((resolve) => setTimeout(resolve, tickMs));
    const until = Math.min(total, ((performance.now() - startedAt) * perSecond) / 1_000);
    for (; due < until; due += 1) {
      if (waiting.length >= maxWaiting) report.givenUp += 1;
      else waiting.push(startedAt + (due * 1_000) / perSecond);
      sendNext();
    }
  }
  for (const socket of sockets) socket.destroy();
  return report;
}

process.on(
  'message',
  (request: SteadyRequest) => void offer(request).then((report) => process.send?.(report)),
);
