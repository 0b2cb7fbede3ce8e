import { Router, type RequestHandler, type RouterOptions } from 'express';
import { body } from './body.ts';
import { Problem } from './problem.ts';
import type { Need, Route } from './route.ts';

/** Makes the middleware that lets a request on only if its caller has what the route needs. */
export type Guard = (need: Need) => RequestHandler;

export interface MountOptions extends RouterOptions {
  /** What all paths begin with, if the router is to be used there. */
  below?: string;
}

const methods = ['get', 'post', 'patch', 'delete'] as const;

/**
 * The Express router of declared routes. First comes whether the caller may, then the body: a stranger's is not worth
 * reading. A method that is not declared for a path is answered with 405 and what is allowed (RFC 9110).
 */
export function mount<Dependencies>(
  routes: readonly Route<Dependencies>[],
  dependencies: Dependencies,
  guard: Guard,
  { below = '', ...options }: MountOptions = {},
): Router {
  const router = Router(options);
  for (const [path, declared] of Map.groupBy(routes, (route) => route.path)) {
    const address = router.route(path.slice(below.length).replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const route of declared) {
      const { method, need } = route;
      address[method](
        ...(need ? [guard(need)] : []),
        ...(route.body ? body : []),
        route.handler(dependencies),
      );
    }
    address.all(refuseAllBut(declared.map(({ method }) => method)));
  }
  return router;
}

function refuseAllBut(declared: readonly Route['method'][]): RequestHandler {
  const names = methods.filter((method) => declared.includes(method)).map((method) => method.toUpperCase());
  // Express answers HEAD wherever it answers GET.
  const allowed = [...names, ...(names.includes('GET') ? ['HEAD'] : [])].join(', ');
  return ({ method }) => {
    const detail = `${method} is not allowed here. Allowed: ${allowed}.`;
    throw new Problem('method_not_allowed', detail, { headers: { Allow: allowed } });
  };
}
