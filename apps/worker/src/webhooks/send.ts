import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { checkUrl, resolveTarget, type TargetPolicy } from '@order-countdown/shared/webhooks/target';
import { firstKilobyte } from './first-kilobyte.ts';
import { keptConnections } from './kept-connections.ts';

export interface HttpResponse {
  status: number;
  /** The first KiB. */
  body: string;
}

/** For the whole exchange, from the DNS lookup to the end of the response. */
const timeLimitMs = 10_000;

/** Most responses are read to the end, so that the receiver is not cut off. Only the beginning is kept. */
const maxBodyBytes = 64 * 1024;

/**
 * Sends one POST request, if the policy allows the address that the URL resolves to. Each connection goes to the very
 * address that was checked: DNS is not asked again in between. It serves further requests for a while: see
 * `kept-connections.ts`. Redirects are not followed.
 *
 * Uses Node's own client because `fetch` would look the name up by itself, and skip the check.
 *
 * @returns any response, whatever its status; a body that breaks off is cut short
 * @throws TargetRefused, or the error of the lookup or the connection, or an error after 10 s without a response
 */
export async function send(
  url: URL,
  headers: Record<string, string>,
  body: string,
  policy: TargetPolicy,
): Promise<HttpResponse> {
  checkUrl(url, policy);
  const signal = AbortSignal.timeout(timeLimitMs);
  const options = {
    method: 'POST',
    headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
    lookup: lookupAllowed(policy),
    signal,
  };
  try {
    const response = await exchange(url, options, body);
    return { status: response.statusCode ?? 0, body: await readSome(response) };
  } catch (error) {
    throw signal.aborted ? new Error(`no answer within ${timeLimitMs / 1_000} s`) : error;
  }
}

/**
 * A receiver may close a kept connection just as it is used again. That is no failure of the receiver, so the request is
 * repeated at once on a connection of its own.
 */
function exchange(url: URL, options: https.RequestOptions, body: string): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:';
  const { request } = isSecure ? https : http;
  const kept = keptConnections[isSecure ? 'https:' : 'http:'];
  return new Promise((resolve, reject) => {
    function begin(agent: http.Agent | false): void {
      const sent = request(url, { ...options, agent });
      sent
        .on('response', resolve)
        .on('error', (error) => {
          if (sent.reusedSocket && isClosedConnection(error)) begin(false);
          else reject(error);
        })
        .end(body);
    }
    begin(kept);
  });
}

const isClosedConnection = (error: Error) =>
  'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

const lookupAllowed =
  (policy: TargetPolicy): LookupFunction =>
  (host, { all }, callback) => {
    resolveTarget(host, policy).then(
      (addresses) => {
        const [first] = addresses;
        if (all) callback(null, addresses);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, []),
    );
  };

/** A body that never ends, or breaks off, does not turn a response into a failure. */
async function readSome(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxBodyBytes) break;
    }
  } catch {
    // Keep what has arrived.
  }
  return firstKilobyte(Buffer.concat(chunks));
}
