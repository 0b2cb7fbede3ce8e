import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until a Redis answers PING, which it does not while it loads its data.
 *
 * @param options.hasExited whether waiting has become pointless.
 * @returns whether it answered in time.
 */
export async function waitForRedis(options: {
  port: number;
  password: string;
  limitMs: number;
  hasExited: () => boolean;
}): Promise<boolean> {
  const deadlineMs = Date.now() + options.limitMs;
  while (!options.hasExited() && Date.now() < deadlineMs) {
    if (await answersPing(options.port, options.password)) return true;
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
      if (reply.startsWith('-') || reply.includes('\n-')) finish(false); // loading, or not our Redis
      else if (reply.includes('+PONG\r\n')) finish(true);
    });
  });
}
