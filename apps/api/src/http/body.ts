import { json, type RequestHandler } from 'express';
import { Problem } from './problem.ts';

const maxBodyBytes = 64 * 1024;

/** What isn't sent as JSON is not guessed at. */
const requireJson: RequestHandler = (request, _response, next) => {
  const { headers } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
  if (hasBody && !request.is('application/json')) {
    throw new Problem('unsupported_media_type', 'Send the body as Content-Type: application/json.');
  }
  next();
};

/** Reads the body. It comes after {@link allow}: a stranger's body is not worth reading. */
export const body: RequestHandler[] = [requireJson, json({ limit: maxBodyBytes, strict: false })];
