import { json, type Request, type RequestHandler } from 'express';
import { Problem } from './problem.ts';

const maxBodyBytes = 64 * 1024;

const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;

/** As almost every client writes it. Express compares types anew for each request. */
const isJson = ({ headers }: Request) => headers['content-type'] === 'application/json';

/** We don't guess what a body without a JSON content type may be. */
const requireJson: RequestHandler = (request, _response, next) => {
  if (!isJson(request) && hasBody(request) && !request.is('application/json')) {
    throw new Problem('unsupported_media_type', 'Send the body as Content-Type: application/json.');
  }
  next();
};

/**
 * The parser leaves the body out if the client has hung up before it was read, as while the request waited for the rate
 * limit. Handled as a request without a body, a payment would be accepted without its reference.
 */
const requireRead: RequestHandler = (request, _response, next) => {
  if (hasBody(request) && request.body === undefined) {
    throw new Problem('malformed_json', 'The connection was closed before the body was read.');
  }
  next();
};

/** Parses the body. It may have at most 64 KiB. */
export const body: RequestHandler[] = [
  requireJson,
  json({ limit: maxBodyBytes, strict: false }),
  requireRead,
];
