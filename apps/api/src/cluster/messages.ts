import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import type { Wanted } from '../http/claims.ts';

/** What the processes of one instance tell each other. */

export type Metrics = MetricObjectWithValues<MetricValue<string>>[];

/** An operation on a claim, which its process has numbered. */
export type ClaimStep = { id: number; take: readonly Wanted[] } | { id: number; keep: readonly string[] };

export type ToPrimary =
  | { type: 'ready' }
  | { type: 'pong' }
  | { type: 'claims'; steps: readonly ClaimStep[] }
  /** The metrics of this process, in answer to `metrics`, or its last ones. */
  | { type: 'metrics'; metrics: Metrics }
  /** Wants the metrics of all, and gives its own. */
  | { type: 'scrape'; id: number; metrics: Metrics };

export type ToProcess =
  | { type: 'ping' }
  /** Answers each `take`, in order. */
  | { type: 'decided'; answers: readonly { id: number; usedUp: string | null }[] }
  | { type: 'metrics' }
  | { type: 'scraped'; id: number; text: string }
  /** The instance is stopping. */
  | { type: 'stop' }
  /** Another process has taken this one's place. */
  | { type: 'hand over' };
