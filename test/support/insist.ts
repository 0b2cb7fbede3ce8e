import type { Answer } from './client.ts';
import { until } from './until.ts';

/** Asks again, as clients do, while a machine that is busy lets the api answer 503. */
export const insist = (ask: () => Promise<Answer>): Promise<Answer> =>
  until(async () => {
    const answer = await ask();
    return answer.status === 503 ? null : answer;
  }, 30_000);
