import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import { overviewResponse, type OverviewResponse } from './contract.ts';
import type { ConsoleDependencies } from './dependencies.ts';
import { overview as example } from './examples.ts';
import { overviewParts, type OverviewParts } from './overview-parts.ts';
import { sharedAnswer } from './shared-answer.ts';

export const getOverview = route({
  operationId: 'getOverview',
  method: 'get',
  path: '/admin/api/overview',
  tag: 'Console',
  summary: 'Get how the service does',
  description:
    'Computed at most once a second, for all who ask. Answers with 200 even while a store is away: what is not known is null.',
  need: 'backend',
  successes: { 200: { description: 'The overview.', content: json(overviewResponse, { Usual: example }) } },
  problems: [],
  handle: (dependencies: ConsoleDependencies) => {
    const parts = overviewParts(dependencies);
    const share = sharedAnswer(() => assemble(parts, dependencies.redis !== null));
    return async (_input, response) => sendJson(response, await share());
  },
});

async function assemble(parts: OverviewParts, hasRedis: boolean): Promise<OverviewResponse> {
  const [running, overdue, ended, lateness, refundsDue, endpoints, alarms] = await Promise.all([
    parts.running(),
    parts.overdue(),
    parts.ended(),
    parts.lateness(),
    parts.refunds(),
    parts.endpoints(),
    parts.alarms(),
  ]);
  return {
    serverTime: new Date().toISOString(),
    stores: {
      postgres: overdue ? 'up' : 'down',
      redis: hasRedis ? (alarms === null ? 'down' : 'up') : 'none',
    },
    orders: running &&
      overdue && {
        pending: running.count + overdue.count,
        overdue: overdue.count,
        oldestOverdueMs: overdue.oldestMs,
      },
    duePerMinute:
      running && running.duePerMinute.map(({ minute, due }) => ({ minute: minute.toISOString(), due })),
    endedPerMinute: ended,
    lateness,
    drift:
      running && alarms !== null
        ? { alarms, pending: running.count, difference: alarms - running.count }
        : null,
    refundsDue,
    endpoints,
  };
}
