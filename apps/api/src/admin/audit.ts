import type { AuditedEvent } from '@order-countdown/shared/audit/entry';
import type { AuditLog } from '@order-countdown/shared/audit/log';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Request, RequestHandler, Response } from 'express';
import { isReading, sessionOf } from './gate.ts';
import type { Session } from './session-token.ts';

const maxUsernameLength = 64;
const maxPathLength = 300;

type Who = Pick<Session, 'username'> & Partial<Session>;

export interface Audit {
  /** Logs and keeps who did what, and the status, once the response has been sent. */
  record(event: AuditedEvent, who: Who, request: Request, response: Response): void;
  /** Records every request that could change something, refused ones included. */
  changes: RequestHandler;
}

/**
 * Log lines with `audit: true`, written at every level but `silent`, and the same as rows. They hold no bodies, and so no
 * passwords.
 */
export function createAudit(logger: Logger, auditLog: Pick<AuditLog, 'record'>): Audit {
  const level = logger.level === 'silent' ? 'silent' : 'info';
  const log = logger.child({ audit: true }, { level });

  const audit: Audit = {
    record(event, { username, role }, request, response) {
      const line = {
        event,
        who: username.slice(0, maxUsernameLength).toWellFormed().replaceAll('\0', '\ufffd'),
        role,
        address: request.ip,
        method: request.method,
        path: request.originalUrl.slice(0, maxPathLength),
      };
      response.once('close', () => {
        // If the client disconnected first, the status doesn't say whether anything changed.
        const status = response.writableFinished ? response.statusCode : null;
        log.info({ ...line, status }, 'operator action');
        auditLog.record({
          ...line,
          ...placeOf(line.path),
          role: role ?? null,
          address: request.ip ?? null,
          status,
        });
      });
    },

    changes(request, response, next) {
      if (!isReading(request)) audit.record('change', sessionOf(response), request, response);
      next();
    },
  };
  return audit;
}

const targetPattern = /\b(?:ord|rfd|whe|whd)_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g;

/** The path without its query, and what it names last. */
function placeOf(url: string): { path: string; target: string | null } {
  const [path = ''] = url.split('?', 1);
  return { path, target: path.match(targetPattern)?.at(-1) ?? null };
}
