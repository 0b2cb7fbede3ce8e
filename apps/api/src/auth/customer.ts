import { Problem } from '../http/problem.ts';
import { ownerFor, type Caller } from './caller.ts';

/**
 * The customer that a request is about: a customer's own, whatever is left out; for a backend whom it names.
 * @throws Problem `forbidden` when a customer names another one
 */
export function customerFor(caller: Caller, named: string | undefined): string | null {
  const owner = ownerFor(caller);
  if (owner === null) return named ?? null;
  if (named !== undefined && named !== owner) {
    throw new Problem('forbidden', 'customerId: a customer can only ask for its own orders.');
  }
  return owner;
}
