import { callerOf, subjectOf } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { auditPageResponse, encodeAuditCursor, listAuditQuery } from './audit-contract.ts';
import type { ConsoleDependencies } from './dependencies.ts';

export const listAudit = route({
  operationId: 'listAudit',
  method: 'get',
  path: '/admin/api/audit',
  tag: 'Console',
  summary: 'List what operators did, newest first',
  description:
    'Sign-ins and every request that could change something, those that were refused included. Entries appear within a second.',
  need: 'backend',
  query: listAuditQuery,
  successes: {
    200: {
      description: 'A page of entries.',
      content: json(auditPageResponse, { None: { data: [], nextCursor: null } }),
    },
  },
  problems: [],
  handle:
    ({ auditLog, lists }: ConsoleDependencies) =>
    ({ query: { cursor = null, ...filter } }, response) =>
      lists.send(response, subjectOf(callerOf(response)), async () => {
        const { entries, next } = await auditLog.read({ ...filter, cursor });
        return {
          data: entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
          nextCursor: next && encodeAuditCursor(next),
        };
      }),
});
