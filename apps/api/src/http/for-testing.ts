import type { Config } from '@order-countdown/shared/platform/config';
import { isLoopback } from '@order-countdown/shared/platform/hosts';

/** Whether there is what only serves to try things out: not in production, and only where nobody else can reach it. */
export const isForTesting = ({ NODE_ENV, HOST }: Pick<Config, 'NODE_ENV' | 'HOST'>): boolean =>
  NODE_ENV !== 'production' && isLoopback(HOST);
