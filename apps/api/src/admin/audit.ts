import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Request, RequestHandler, Response } from 'express';
import { isReading, sessionOf } from './gate.ts';
import type { Session } from './session.ts';

const maxUsernameLength = 64;
const maxPathLength = 300;

type AuditedEvent = 'change' | 'sign_in' | 'sign_in_failed' | 'sign_in_limited' | 'sign_out';
type Who = Pick<Session, 'username'> & Partial<Session>;

export interface Audit {
  /** Writes one line when the answer is out: who did what, and what came of it. */
  record(event: AuditedEvent, who: Who, request: Request, response: Response): void;
  /** Records everything that might change something, refused or not. */
  changes: RequestHandler;
}

/** Lines with `audit: true` in the log, whatever level the rest of it has. No body, and so no password. */
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
        // The client went before the answer: whether there was a change is not told by the status.
        const status = response.writableFinished ? response.statusCode : null;
        log.info({ ...line, status }, 'operator');
      });
    },

    changes(request, response, next) {
      if (!isReading(request)) audit.record('change', sessionOf(response), request, response);
      next();
    },
  };
  return audit;
}
