import { Problem } from '../http/problem.ts';
import { ownerFor, type Caller } from './caller.ts';

/**
 * The customer that a request is about. A customer may omit the name; a backend may name any customer, or none.
 * @throws Problem `forbidden` if a customer names another customer
 */
export function customerFor(caller: Caller, named: string | undefined): string | null {
  const owner = ownerFor(caller);
  if (owner === null) return named ?? null;
  if (named !== undefined && named !== owner) {
    throw new Problem('forbidden', 'customerId must be your own customer id.');
  }
  return owner;
}
