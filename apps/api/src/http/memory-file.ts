import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import Negotiator from 'negotiator';

interface MemoryFileOptions {
  /** As Express' `response.type` takes it: `json`, `html`, `.css`. */
  type: string;
  /** How long caches may use it unasked. */
  maxAgeSeconds: number;
  /** It never changes under this address, so browsers need not ask again when a page is reloaded. */
  immutable?: boolean;
}

/** One of the forms in which a file is sent. */
interface Variant {
  body: Buffer;
  etag: string;
  /** Null: as it is. */
  encoding: Encoding | null;
}

type Encoding = 'br' | 'gzip';

const compress: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  // A little larger than at the highest quality, and forty times as fast.
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify<Buffer, Buffer>(gzip),
};

/**
 * What anyone may ask for, kept in memory: no request opens a file, compresses anything or copies it. Each encoding is
 * made once, when it is first asked for, by Node's thread pool.
 *
 * @returns sends the file in the best encoding that the client accepts, or 304 if the client has it
 */
export function memoryFile(content: string | Buffer, { type, maxAgeSeconds, immutable }: MemoryFileOptions) {
  const cacheControl = `public, max-age=${maxAgeSeconds}${immutable ? ', immutable' : ''}`;
  const plain = variantOf(Buffer.from(content), null);
  const variants = new Map<Encoding, Promise<Variant>>();

  async function encode(encoding: Encoding): Promise<Variant> {
    const body = await compress[encoding](plain.body);
    return body.length < plain.body.length ? variantOf(body, encoding) : plain;
  }

  function variantFor(encoding: Encoding): Promise<Variant> {
    const variant = variants.get(encoding) ?? encode(encoding);
    variants.set(encoding, variant);
    return variant;
  }

  return async (request: Request, response: Response): Promise<void> => {
    const accepted = acceptedEncoding(request);
    const { body, etag, encoding } = accepted ? await variantFor(accepted) : plain;
    response.vary('Accept-Encoding').type(type).set({
      'Cache-Control': cacheControl,
      ETag: etag,
    });
    if (encoding) response.set('Content-Encoding', encoding);
    // Express answers If-None-Match, and HEAD without the body.
    response.send(body);
  };
}

/** Strong, so different for each encoding. */
const variantOf = (body: Buffer, encoding: Encoding | null): Variant => ({
  body,
  encoding,
  etag: `"${hash('sha256', body, 'base64url').slice(0, 22)}"`,
});

/** Its types don't have the preference among encodings that the client accepts equally. */
interface EncodingNegotiator {
  encoding(available: readonly string[], options: { preferred: readonly Encoding[] }): string | undefined;
}

/** Null: none, and as it is is what the client prefers, or better than no answer. */
function acceptedEncoding(request: Request): Encoding | null {
  const negotiator = new Negotiator(request) as EncodingNegotiator;
  const best = negotiator.encoding(['br', 'gzip', 'identity'], { preferred: ['br', 'gzip'] });
  return best === 'br' || best === 'gzip' ? best : null;
}
