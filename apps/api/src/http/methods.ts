import type { RequestHandler, Router } from 'express';
import { Problem } from './problem.ts';

type Method = 'get' | 'post' | 'delete';

/** Adds an address with all of its methods. Any other one is answered with 405 and what is allowed (RFC 9110). */
export function address(
  router: Router,
  path: string,
  methods: Partial<Record<Method, RequestHandler[]>>,
): void {
  const route = router.route(path);
  for (const [method, handlers] of Object.entries(methods)) route[method as Method](...handlers);
  const names = Object.keys(methods).map((method) => method.toUpperCase());
  const allowed = [...names, ...(methods.get ? ['HEAD'] : [])].join(', ');
  route.all((request) => {
    const detail = `${request.method} is not among the methods of this address: ${allowed}.`;
    throw new Problem('method_not_allowed', detail, { headers: { Allow: allowed } });
  });
}
