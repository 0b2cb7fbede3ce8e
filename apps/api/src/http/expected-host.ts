import type { RequestHandler } from 'express';
import type { Config } from '@order-countdown/shared/platform/config';
import { createHostCheck, misdirected } from '@order-countdown/shared/platform/hosts';
import { Problem } from './problem.ts';

/** Refuses requests for hosts that are not ours: 421. Proxies' headers don't count, as pages can send those, too. */
export function refuseUnexpectedHosts(
  config: Pick<Config, 'NODE_ENV' | 'HOST' | 'ALLOWED_HOSTS'>,
): RequestHandler {
  const isExpectedHost = createHostCheck(config);
  return ({ headers: { host } }, _response, next) => {
    if (isExpectedHost(host)) return next();
    throw new Problem('misdirected_request', misdirected(host));
  };
}
