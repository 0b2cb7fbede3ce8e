import type { Fault } from './fault.ts';
import { linkFaults } from './links.ts';
import { loadFaults } from './load.ts';
import { postgresFaults } from './postgres.ts';
import { processFaults } from './processes.ts';
import { redisFaults } from './redis.ts';

/** Every kind of fault, each under a name of its own. */
export const createFaults = (ordersDueAtOnce: number): Fault[] => [
  ...processFaults,
  ...redisFaults,
  ...postgresFaults,
  ...linkFaults,
  ...loadFaults(ordersDueAtOnce),
];
