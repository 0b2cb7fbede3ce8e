import { z } from 'zod';
import { auditedEvents } from '@order-countdown/shared/audit/entry';
import { instant, pageSize, storableText, time } from '../http/schemas.ts';

const notACursor = 'must be the nextCursor of an earlier page';

/** Opaque to clients: the number of the last entry of a page. */
const cursor = z
  .base64url(notACursor)
  .max(100, notACursor)
  .transform((encoded) => Buffer.from(encoded, 'base64url').toString())
  .refine((id) => /^[1-9]\d{0,17}$/.test(id), notACursor);

export const encodeAuditCursor = (id: string) => Buffer.from(id).toString('base64url');

export const listAuditQuery = z.strictObject({
  who: storableText(64).optional().describe('Only what this user did.'),
  event: z.enum(auditedEvents).optional().describe('Only events of this kind.'),
  target: storableText(64)
    .optional()
    .describe('Only what was done to the order, refund or endpoint with this id.'),
  after: instant.optional().describe('Only what was done later than this.'),
  before: instant.optional().describe('Only what was done earlier than this.'),
  limit: pageSize.default(20).describe('The most entries to return.'),
  cursor: cursor.optional().describe('The `nextCursor` of the previous page, with the same filters.'),
});

export const auditPageResponse = z.object({
  data: z
    .array(
      z.object({
        id: z.string(),
        at: time,
        event: z.enum(auditedEvents),
        who: z.string(),
        role: z.string().nullable().describe('Null: nobody was signed in.'),
        address: z.string().nullable(),
        method: z.string(),
        path: z.string(),
        target: z.string().nullable().describe('The last id in the path.'),
        status: z.int().nullable().describe('Null: the client left before the answer.'),
      }),
    )
    .describe('Newest first.'),
  nextCursor: z.string().nullable(),
});
