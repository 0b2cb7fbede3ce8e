import type { Config } from './config.ts';
import { isLoopback } from './hosts.ts';

/** Whether there is what only serves to try things out: not in production, and only where nobody else can reach it. */
export const isForTesting = ({ NODE_ENV, HOST }: Pick<Config, 'NODE_ENV' | 'HOST'>): boolean =>
  NODE_ENV !== 'production' && isLoopback(HOST);

/**
 * Whether the API has a shop to try: where it is for testing, if it can sign tokens itself, and in one process. Of several,
 * one would not know what another received. Not behind a proxy: those whom it brings along may look like this machine.
 */
export const hasShop = (
  config: Pick<Config, 'NODE_ENV' | 'HOST' | 'API_PROCESSES' | 'AUTH_JWT_SECRET' | 'TRUST_PROXY'>,
): boolean =>
  isForTesting(config) &&
  config.AUTH_JWT_SECRET !== undefined &&
  config.API_PROCESSES === 1 &&
  config.TRUST_PROXY === false;
