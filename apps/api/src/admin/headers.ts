import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Pages under `/admin` can't be framed, and load nothing from other origins. */
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
    // With the default, no-referrer, browsers send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
    // The application has set it.
    strictTransportSecurity: false,
  });

/** For our own pages: no scripts. */
export const pageHeaders = protect({ 'style-src': ["'self'"] });

/** For the console: its own scripts, styles and API. */
export const consoleHeaders = protect({
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'connect-src': ["'self'"],
});

/** For Bull Board: its own scripts, and inline styles. */
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
