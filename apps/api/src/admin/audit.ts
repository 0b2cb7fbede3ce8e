import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Request, RequestHandler, Response } from 'express';
import { isReading, sessionOf } from './gate.ts';
import type { Session } from './session-token.ts';

const maxUsernameLength = 64;
const maxPathLength = 300;

type AuditedEvent = 'change' | 'sign_in' | 'sign_in_failed' | 'sign_in_limited' | 'sign_out';
type Who = Pick<Session, 'username'> & Partial<Session>;

export interface Audit {
  /** Logs who did what, and the status, once the response has been sent. */
  record(event: AuditedEvent, who: Who, request: Request, response: Response): void;
  /** Records every request that could change something, refused ones included. */
  changes: RequestHandler;
}

/** Log lines with `audit: true`, written at every level but `silent`. They hold no bodies, and so no passwords. */
export function createAudit(logger: Logger): Audit {
  const level = logger.level === 'silent' ? 'silent' : 'info';
  const log = logger.child({ audit: true }, { level });

  const audit: Audit = {
    record(event, { username, role }, request, response) {
      const line = {
        event,
        who: username.slice(0, maxUsernameLength),
        role,
        address: request.ip,
        method: request.method,
        path: request.originalUrl.slice(0, maxPathLength),
      };
      response.once('close', () => {
        // If the client disconnected first, the status doesn't say whether anything changed.
        const status = response.writableFinished ? response.statusCode : null;
        log.info({ ...line, status }, 'operator action');
      });
    },

    changes(request, response, next) {
      if (!isReading(request)) audit.record('change', sessionOf(response), request, response);
      next();
    },
  };
  return audit;
}
