import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

/** A receiver that is not written to for so long is connected to again. Most servers wait for longer. */
const idleMs = 4_000;

/** After this long the name is looked up again, and the address checked, even if the connection is busy all the time. */
const lifetimeMs = 60_000;

/** Of one origin. As many as are used at once: see `deliver.ts`. */
const maxIdlePerOrigin = 10;

/** Node's agent, whose connections are not kept longer than {@link lifetimeMs}. */
function withLifetime<Agent extends http.Agent>(agent: Agent): Agent {
  const openedAtMs = new WeakMap<Duplex, number>();
  const keep = agent.keepSocketAlive.bind(agent) as (socket: Duplex) => boolean;
  // Asked each time that an answer has come. `false` closes the connection.
  agent.keepSocketAlive = (socket: Duplex) => {
    const openedAt = openedAtMs.get(socket) ?? performance.now();
    openedAtMs.set(socket, openedAt);
    return performance.now() - openedAt < lifetimeMs && keep(socket);
  };
  return agent;
}

const options = { keepAlive: true, maxFreeSockets: maxIdlePerOrigin, timeout: idleMs };

/** By the protocol of a URL. A connection is used again for the same host and port only. */
export const keptConnections = {
  'http:': withLifetime(new http.Agent(options)),
  'https:': withLifetime(new https.Agent(options)),
};
