import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { checkUrl, resolveTarget, type TargetPolicy } from '@order-countdown/shared/webhooks/target';

export interface HttpResponse {
  status: number;
  /** The first {@link keptBytes}. */
  body: string;
}

/** For the whole exchange, from the DNS lookup to the end of the response. */
const timeLimitMs = 10_000;

/** Most responses are read to the end, so that the receiver is not cut off. Only the beginning is kept. */
const maxBodyBytes = 64 * 1024;
const keptBytes = 1_024;

/**
 * Sends one POST request, if the policy allows the address that the URL resolves to. Each request opens its own
 * connection, to the very address that was checked: DNS is not asked again in between. Redirects are not followed.
 *
 * Uses Node's own client because `fetch` may reuse a pooled connection, which would skip the check.
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
  const { request } = url.protocol === 'https:' ? https : http;
  const signal = AbortSignal.timeout(timeLimitMs);
  const length = String(Buffer.byteLength(body));
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, {
        method: 'POST',
        headers: { ...headers, 'Content-Length': length },
        agent: false,
        lookup: lookupAllowed(policy),
        signal,
      })
        .on('response', resolve)
        .on('error', reject)
        .end(body);
    });
    return { status: response.statusCode ?? 0, body: await readSome(response) };
  } catch (error) {
    throw signal.aborted ? new Error(`no answer within ${timeLimitMs / 1_000} s`) : error;
  }
}

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
  } finally {
    response.destroy();
  }
  // Postgres text cannot contain NUL.
  return Buffer.concat(chunks).subarray(0, keptBytes).toString().replaceAll('\u0000', '');
}
