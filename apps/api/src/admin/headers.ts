import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { styleHash } from './page.ts';

/** Nothing under `/admin` is kept by anybody, framed by anybody, or allowed to load from anywhere else. */
const protect = (directives: Record<string, string[]>): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'base-uri': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'img-src': ["'self'", 'data:'],
        ...directives,
      },
    },
    xFrameOptions: { action: 'deny' },
    // The default, no-referrer, makes browsers send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
    // Whether the whole domain has TLS is not for a dashboard to say.
    strictTransportSecurity: { includeSubDomains: false },
  });

/** For the pages that we render: no script at all, and one style. */
export const pageHeaders = protect({ 'style-src': [styleHash] });

/** For Bull Board: its own scripts, and styles that it writes into its elements. */
export const boardHeaders = protect({
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'connect-src': ["'self'"],
  'font-src': ["'self'"],
});

export const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
