import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { checkUrl, resolveTarget, type TargetPolicy } from '@order-countdown/shared/webhooks/target';

export interface Answer {
  status: number;
  /** The first {@link keptBytes} of it. */
  body: string;
}

/** For the whole exchange, from looking up the name to the end of the answer. */
const timeLimitMs = 10_000;

/** What a receiver says is of little use to us. So much of it is read, so that it can finish its sentence. */
const maxBodyBytes = 64 * 1024;
const keptBytes = 1_024;

/**
 * Sends one request to where its URL leads now, if it may go there. Each has a connection of its own, and that goes
 * to the very address that was checked: a name that is changed in between is asked no second time. Redirects are not
 * followed.
 *
 * Node's own client and not `fetch`, which follows its own pool in the choice of connections.
 *
 * @returns the answer, once its head has come: what it is worth is told by its status
 * @throws TargetRefused, or what went wrong on the way
 */
export async function send(
  url: URL,
  headers: Record<string, string>,
  body: string,
  policy: TargetPolicy,
): Promise<Answer> {
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

/** An answer that never ends, or breaks off, was an answer still. */
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
    // What has come so far is what there is.
  } finally {
    response.destroy();
  }
  // Postgres stores no NUL.
  return Buffer.concat(chunks).subarray(0, keptBytes).toString().replaceAll('\u0000', '');
}
