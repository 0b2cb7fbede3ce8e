import { z } from 'zod';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { time } from '../http/schemas.ts';
import { sendJson } from '../http/send-json.ts';
import type { AdminSettings } from './admin.ts';
import { sessionOf } from './gate.ts';

const sessionResponse = z.object({
  username: z.string(),
  role: z.enum(['operator', 'viewer']),
  environment: z.string().describe('The value of `NODE_ENV`.'),
  serverTime: time.describe("This server's clock."),
  expiresAt: time.describe('Until when the session lasts.'),
  xsrfToken: z.string().describe('Repeat it as `X-XSRF-Token`, or as a field of the form that signs out.'),
});

export const getSession = route({
  operationId: 'getSession',
  method: 'get',
  path: '/admin/api/session',
  tag: 'Console',
  summary: 'Get who is signed in',
  description: 'Needs neither Postgres nor Redis.',
  need: 'backend',
  successes: {
    200: {
      description: 'The session.',
      content: json(sessionResponse, {
        'An operator': {
          username: 'operator',
          role: 'operator',
          environment: 'production',
          serverTime: '2026-03-01T12:00:00.000Z',
          expiresAt: '2026-03-01T20:00:00.000Z',
          xsrfToken: 'c2lnbmF0dXJl',
        },
      }),
    },
  },
  problems: [],
  handle:
    ({ environment }: Pick<AdminSettings, 'environment'>) =>
    (_input, response) => {
      const { username, role, expiresAt, xsrfToken } = sessionOf(response);
      sendJson(response, {
        username,
        role,
        environment,
        serverTime: new Date().toISOString(),
        expiresAt: expiresAt.toISOString(),
        xsrfToken,
      });
    },
});
