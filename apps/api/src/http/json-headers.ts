import type { RequestHandler } from 'express';
import type { Config } from '@order-countdown/shared/platform/config';

/**
 * The security headers that mean something for an answer in JSON, and that no cache may answer instead of us. Helmet's full
 * set is for pages: to write it costs a request about as much as to parse its body.
 */
export function secureJson({
  HSTS_INCLUDE_SUBDOMAINS,
}: Pick<Config, 'HSTS_INCLUDE_SUBDOMAINS'>): RequestHandler {
  const transportSecurity = `max-age=31536000${HSTS_INCLUDE_SUBDOMAINS ? '; includeSubDomains' : ''}`;
  return (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Security-Policy', "default-src 'self';frame-ancestors 'none'");
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Strict-Transport-Security', transportSecurity);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  };
}
