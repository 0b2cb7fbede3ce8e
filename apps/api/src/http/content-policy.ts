import type { RequestHandler } from 'express';
import { contentSecurityPolicy } from 'helmet';

/** For pages whose scripts call the API: nothing from other sites, no inline scripts or styles, no eval, no frames. */
export const onlyOurOwn: RequestHandler = contentSecurityPolicy({
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
});
