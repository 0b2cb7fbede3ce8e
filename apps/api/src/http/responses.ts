import { z } from 'zod';
import { problemCodes } from './problems.ts';
import { named } from './schemas.ts';

/** Responses about no order in particular: problems, and the health of the service. */

export const problemResponse = named(
  'Problem',
  z.object({
    type: z.string().describe('The address of a page about this kind of problem.'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().describe('What was wrong with this request, for the developer who sent it.'),
    instance: z.string().describe('The path of the request.'),
    code: z.enum(problemCodes).describe('What programs branch on.'),
    errors: z
      .array(
        z.object({
          path: z.string().describe('Where: `items.0.quantity`. Empty for the whole of it.'),
          message: z.string(),
        }),
      )
      .optional()
      .describe('Every fault, with its place.'),
  }),
);

export const problemKindResponse = named(
  'ProblemKind',
  problemResponse
    .pick({ type: true, title: true, status: true, code: true })
    .extend({ description: z.string().describe('What it means and what to do about it.') }),
);

const store = z.enum(['up', 'down']);

export const livenessResponse = named('Liveness', z.object({ status: z.literal('ok') }));

export const readinessResponse = named(
  'Readiness',
  z.object({
    status: z.enum(['ready', 'degraded', 'unavailable', 'stopping']),
    postgres: store,
    redis: z.enum([...store.options, 'none']).describe('`none`: Postgres holds the queues, too.'),
  }),
);
