import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bytesOf, decode, messagesOf, numberOf, textOf, type Message } from './protobuf.ts';

/** A span as a collector gets it: https://github.com/open-telemetry/opentelemetry-proto. */
export interface ReceivedSpan {
  service: string;
  traceId: string;
  spanId: string;
  /** Empty: it is the first of its trace. */
  parentSpanId: string;
  name: string;
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer' | undefined;
  attributes: Record<string, string | number | undefined>;
  links: { traceId: string; spanId: string }[];
  hasFailed: boolean;
}

export interface OtlpReceiver {
  /** What `OTEL_EXPORTER_OTLP_ENDPOINT` is set to. */
  endpoint: string;
  spans: ReceivedSpan[];
  /** How often it was asked, whatever it answered. */
  requests: number;
  /** The headers of the last request. */
  headers: NodeJS.Dict<string | string[]>;
  /** Answers further requests. Default: 200. */
  answer: (response: ServerResponse) => void;
  close(): Promise<void>;
}

/** Starts a collector that keeps the spans it gets. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: OtlpReceiver = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: [],
    requests: 0,
    headers: {},
    answer: (response) => response.writeHead(200, { 'Content-Type': 'application/x-protobuf' }).end(),
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    receiver.requests += 1;
    receiver.headers = request.headers;
    if (request.url === '/v1/traces') receiver.spans.push(...spansIn(decode(body)));
    receiver.answer(response);
  }
  return receiver;
}

function spansIn(request: Message): ReceivedSpan[] {
  return messagesOf(request, 1).flatMap((ofResource) => {
    const service = String(attributesIn(messagesOf(ofResource, 1)[0], 1)['service.name']);
    return messagesOf(ofResource, 2)
      .flatMap((ofScope) => messagesOf(ofScope, 2))
      .map((span) => toSpan(span, service));
  });
}

const kinds = [undefined, 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const errorStatus = 2;

const toSpan = (span: Message, service: string): ReceivedSpan => ({
  service,
  traceId: bytesOf(span, 1).toString('hex'),
  spanId: bytesOf(span, 2).toString('hex'),
  parentSpanId: bytesOf(span, 4).toString('hex'),
  name: textOf(span, 5),
  kind: kinds[numberOf(span, 6)],
  attributes: attributesIn(span, 9),
  links: messagesOf(span, 13).map((link) => ({
    traceId: bytesOf(link, 1).toString('hex'),
    spanId: bytesOf(link, 2).toString('hex'),
  })),
  hasFailed: numberOf(messagesOf(span, 15)[0], 3) === errorStatus,
});

function attributesIn(message: Message | undefined, field: number): ReceivedSpan['attributes'] {
  return Object.fromEntries(
    messagesOf(message, field).map((attribute) => {
      const [value] = messagesOf(attribute, 2);
      return [textOf(attribute, 1), value?.has(1) ? textOf(value, 1) : numberOf(value, 3)];
    }),
  );
}
