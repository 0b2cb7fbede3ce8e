import type { Response } from 'express';

/**
 * Answers with JSON, as Express' own `json` does. That one parses and formats the content type again for each answer, and
 * looks for what only pages need.
 */
export function sendJson(response: Response, value: unknown, contentType = 'application/json'): void {
  const text = JSON.stringify(value);
  response.setHeader('Content-Type', `${contentType}; charset=utf-8`);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}
