import { createServer } from 'node:http';
import { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPipelining } from '../src/http/pipelining.ts';
import { work } from './support/work.ts';

test('the first request of each connection is begun as soon as it is read, so that it can be refused at once', async () => {
  let begun = 0;
  const pipelining = createPipelining(
    () => {
      begun += 1;
      work(5);
    },
    { drop: (socket) => void socket.destroy() },
  );
  const server = createServer((request, response) => pipelining.listener(request, response));
  for (let opened = 0; opened < 20; opened += 1) {
    const connection = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
    server.emit('connection', connection);
    connection.push('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  }
  await nextTurn();
  expect(begun).toBe(20);
});
