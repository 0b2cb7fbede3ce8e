import { Socket } from 'node:net';

/**
 * Loaded into a process before its own code: its connections to the nodes of the Redis Cluster come from an address of its own,
 * by which their gates tell it from the others.
 */
const localAddress = process.env['CHAOS_SOURCE_ADDRESS'];
const ports = new Set(process.env['CHAOS_SOURCE_PORTS']?.split(',').map(Number));

const connect = Reflect.get(Socket.prototype, 'connect') as (...args: unknown[]) => Socket;

function connectFrom(this: Socket, ...args: unknown[]): Socket {
  // `net.connect` passes on its arguments as an array.
  const [first] = args;
  const options: unknown = Array.isArray(first) ? first[0] : first;
  if (
    typeof options === 'object' &&
    options !== null &&
    'port' in options &&
    ports.has(Number(options.port))
  ) {
    Object.assign(options, { localAddress });
  }
  return connect.apply(this, args);
}

Object.assign(Socket.prototype, { connect: connectFrom });
