import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { DroppedConnections } from './dropped-connections.ts';
import { createTurns } from './turns.ts';

/** Requests that a client sends over one connection before it has the answers to earlier ones (RFC 9112, 9.3.2). */
export interface Pipelining {
  /** Lets a request wait while the answers before it are not taken, and closes connections with too many requests. */
  listener: RequestListener;
  /** A connection was opened. Those behind it are accepted before requests that wait are begun. */
  connected(): void;
  /** Whether what the connection is sending is a stream of events. */
  carriesStream(socket: Socket): boolean;
}

/** More than clients that pipeline on purpose have, and few enough to hold them for every connection. */
const maxUnanswered = 32;

/** While half of the places below are taken: a flood makes few objects before its connections are closed. */
const maxUnansweredInCrowd = 8;

/** Of all connections together. About 3 KiB each. Past it, the connection with the most is closed. */
const maxWaiting = 2_000;

/** With so much unsent, the next request waits. */
const maxUnsentBytes = 16 * 1024;

interface Pipeline {
  socket: Socket;
  /** What the application is answering, or has answered but not sent. The first one is being sent. */
  begun: ServerResponse[];
  /** In the order in which they came. */
  waiting: Waiting[];
}

interface Waiting {
  request: IncomingMessage;
  response: ServerResponse;
}

/*
 * Node stops reading from a connection whose answers are not taken, but not before it has parsed all that it has read:
 * a thousand requests, whose answers it would keep.
 */
export function createPipelining(
  app: RequestListener,
  dropped: Pick<DroppedConnections, 'drop'>,
): Pipelining {
  const pipelines = new WeakMap<Socket, Pipeline>();
  /** Those with requests that wait, the longest-standing first. */
  const crowded = new Set<Pipeline>();
  let waitingInAll = 0;

  function pipelineOf(socket: Socket): Pipeline {
    const known = pipelines.get(socket);
    if (known) return known;
    const pipeline: Pipeline = { socket, begun: [], waiting: [] };
    pipelines.set(socket, pipeline);
    socket.once('close', () => forget(pipeline));
    return pipeline;
  }

  function forget(pipeline: Pipeline): void {
    waitingInAll -= pipeline.waiting.length;
    crowded.delete(pipeline);
    pipeline.waiting = [];
  }

  function addWaiting(pipeline: Pipeline, waiting: Waiting): void {
    pipeline.waiting.push(waiting);
    crowded.add(pipeline);
    waitingInAll += 1;
    if (waitingInAll <= maxWaiting) return;
    // Whoever keeps many waiting, for as long as a stream lasts, takes nobody else's place.
    let [most = pipeline] = crowded;
    for (const each of crowded) if (each.waiting.length > most.waiting.length) most = each;
    forget(most);
    dropped.drop(most.socket, 'pipelining');
  }

  function takeNext(pipeline: Pipeline): Waiting | undefined {
    const next = pipeline.waiting.shift();
    if (next) waitingInAll -= 1;
    if (pipeline.waiting.length === 0) crowded.delete(pipeline);
    return next;
  }

  const turns = createTurns<Pipeline>(beginNext);

  function begin(pipeline: Pipeline, request: IncomingMessage, response: ServerResponse): void {
    const { begun } = pipeline;
    begun.push(response);
    response.on('close', () => {
      begun.splice(begun.indexOf(response), 1);
      if (pipeline.waiting.length > 0) turns.wait(pipeline);
    });
    app(request, response);
  }

  function beginNext(pipeline: Pipeline): void {
    if (pipeline.socket.destroyed || unsentBytes(pipeline) >= maxUnsentBytes) return;
    const next = takeNext(pipeline);
    if (!next) return;
    begin(pipeline, next.request, next.response);
    if (pipeline.waiting.length > 0) turns.wait(pipeline);
  }

  return {
    listener(request, response) {
      const { socket } = request;
      // Closed by what came before it in the same read.
      if (socket.destroyed) return;
      const pipeline = pipelineOf(socket);
      const unanswered = pipeline.begun.length + pipeline.waiting.length;
      // At once, so that a process with too many requests in progress refuses it at once.
      if (unanswered === 0) return begin(pipeline, request, response);
      const most = waitingInAll < maxWaiting / 2 ? maxUnanswered : maxUnansweredInCrowd;
      if (unanswered >= most) return dropped.drop(socket, 'pipelining');
      addWaiting(pipeline, { request, response });
      turns.wait(pipeline);
    },

    connected: () => turns.connected(),

    carriesStream(socket) {
      return pipelines.get(socket)?.begun[0]?.getHeader('Content-Type') === 'text/event-stream';
    },
  };
}

const unsentBytes = ({ begun }: Pipeline) =>
  begun.reduce((bytes, { writableLength }) => bytes + writableLength, 0);
