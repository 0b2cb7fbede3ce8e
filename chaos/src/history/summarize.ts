import type { Answer, SeenEvent } from './history.ts';

const kept = [
  'id',
  'status',
  'version',
  'createdAt',
  'payBy',
  'expiresAt',
  'holdUntil',
  'remainingMs',
  'paidAt',
  'cancelledAt',
  'cancelReason',
] as const;

/** More than the api returns at most, so nothing is lost: an entry of the history must not grow without limit. */
const maxListed = 200;

/** Reduces the body of an answer to what the checker reads, so that half an hour of answers fits in memory. */
export function summarize(body: unknown): Answer {
  if (typeof body !== 'object' || body === null) return {};
  const { data, nextCursor, code } = body as { data?: unknown; nextCursor?: unknown; code?: unknown };
  // A problem's `status` is a number.
  if (typeof code === 'string') return { code };
  if (!Array.isArray(data)) return pick(body);
  const entries = data.slice(0, maxListed) as object[];
  if (nextCursor !== undefined) return { orders: entries.map(pick), isComplete: nextCursor === null };
  return { events: entries as SeenEvent[] };
}

function pick(body: object): Answer {
  const known = body as Record<string, unknown>;
  return Object.fromEntries(kept.filter((name) => name in known).map((name) => [name, known[name]]));
}
