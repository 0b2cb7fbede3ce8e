import type { Config } from '@order-countdown/shared/platform/config';
import express from 'express';
import type { ConnectionLimits } from './connections.ts';

/** The limits of connections from the configuration. Whether a proxy is trusted, Express decides, as for requests. */
export function connectionLimits(
  config: Pick<Config, 'MAX_CONNECTIONS' | 'MAX_CONNECTIONS_PER_ADDRESS' | 'TRUST_PROXY'>,
): ConnectionLimits {
  const app = express().set('trust proxy', config.TRUST_PROXY);
  const trusts = app.get('trust proxy fn') as (address: string, hops: number) => boolean;
  return {
    max: config.MAX_CONNECTIONS,
    maxPerAddress: config.MAX_CONNECTIONS_PER_ADDRESS,
    isTrustedProxy: (address) => trusts(address, 0),
  };
}
