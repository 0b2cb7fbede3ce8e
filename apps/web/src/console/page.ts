import type { TemplateResult } from 'lit';
import type { Action } from './action-dialog.ts';
import type { Sources } from './api.ts';
import type { RedisState } from './contract.ts';
import type { Place } from './place.ts';

export interface Session {
  username: string;
  role: 'operator' | 'viewer';
  environment: string;
}

/** What a page's view may use besides its data. */
export interface Context {
  place: Place;
  /** What the groups of the page's path matched. */
  params: readonly string[];
  /** Asks before it acts. Null: a viewer, who is shown no actions. */
  act: ((action: Action) => void) | null;
}

/** One page: what it reads, how often, and how it looks. Pure but for the server's clock. */
export interface Page<Data> {
  path: RegExp;
  title(this: void, context: Context): string;
  /** The path and query of the API that it shows; or several, by the names of their answers in the data. */
  source(this: void, context: Context): string | Sources;
  everyMs: number;
  /** Whether Redis is there, if its data tell. Otherwise the console asks. */
  redisOf?(this: void, data: Data): RedisState;
  view(this: void, data: Data, context: Context): TemplateResult;
}
