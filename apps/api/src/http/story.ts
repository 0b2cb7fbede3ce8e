import type { Response } from 'express';

/** More than the path of any route has. */
export const maxPathLength = 200;

/** What becomes known of a request while it is handled: its line in the log and its labels in the metrics. */
export interface RequestStory {
  requestId: string;
  /** Without the query, and cut: what clients send bounds no line of the log, and no answer. */
  path: string;
  /** The pattern of the route, such as `/v1/orders/:id`; null: none matched. */
  route: string | null;
  orderId: string | null;
  /** The code of the problem or the ledger's outcome; null: plain success. */
  outcome: string | null;
  /** Where requests are traced. */
  trace_id?: string;
  span_id?: string;
  trace_flags?: string;
}

/** `locals` is untyped: only this file uses this entry. */
export function beginStory(response: Response, story: RequestStory): void {
  response.locals['story'] = story;
}

/** The story that `observeRequests`, the first middleware of the application, began. */
export function storyOf(response: Response): RequestStory {
  return response.locals['story'] as RequestStory;
}

/** Adds the outcome, and the id of an order that was just placed, to the request's log line. */
export function noteDecision(
  response: Response,
  { outcome, order }: { outcome: string; order?: { id: string } },
): void {
  const story = storyOf(response);
  story.outcome = outcome;
  story.orderId ??= order?.id ?? null;
}
