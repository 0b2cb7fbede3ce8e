import { json, type RequestHandler } from 'express';
import { Problem } from './problem.ts';

const maxBodyBytes = 64 * 1024;

/** We don't guess what a body without a JSON content type may be. */
const requireJson: RequestHandler = (request, _response, next) => {
  const { headers } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
  if (hasBody && !request.is('application/json')) {
    throw new Problem('unsupported_media_type', 'Send the body as Content-Type: application/json.');
  }
  next();
};

/** Parses the body. It may have at most 64 KiB. */
export const body: RequestHandler[] = [requireJson, json({ limit: maxBodyBytes, strict: false })];
