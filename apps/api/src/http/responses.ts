import { z } from 'zod';

/** Responses that belong to no order: problems, and the health of the service. */

export const problemResponse = z.object({
  type: z.string().describe('The address of a page about this kind of problem.'),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().describe('What was wrong with this request, for the person who wrote it.'),
  instance: z.string().describe('The address that was asked.'),
  code: z.string().describe('What a program decides by.'),
  errors: z
    .array(
      z.object({
        path: z.string().describe('Where: `items.0.quantity`. Empty for the whole of it.'),
        message: z.string(),
      }),
    )
    .optional()
    .describe('Everything that is wrong, each with where it is.'),
});

export const problemKindResponse = problemResponse
  .pick({ type: true, title: true, status: true, code: true })
  .extend({ description: z.string().describe('What it means, and what to do about it.') });

const store = z.enum(['up', 'down']);

export const livenessResponse = z.object({ status: z.literal('ok') });

export const readinessResponse = z.object({
  status: z.enum(['ready', 'degraded', 'unavailable']),
  postgres: store,
  redis: store,
});
