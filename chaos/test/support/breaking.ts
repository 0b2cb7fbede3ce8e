import { expect } from 'vitest';
import { checkHistory } from '../../src/checker/check-history.ts';
import { cleanRun, type HandMadeRun, type OrderName } from './clean-run.ts';

/** What was broken, the order that it was done to, and how. */
export type Broken = [promise: string, how: string, order: OrderName, breakIt: (run: HandMadeRun) => void];

/**
 * The checker finds nothing in the clean run, and in the broken one names the promise and the order, with its story, and
 * no other order.
 */
export function expectNamed([promise, , order, breakIt]: Broken): void {
  const run = cleanRun();
  expect(checkHistory(run)).toEqual([]);
  breakIt(run);
  const violations = checkHistory(run);
  const { id } = run[order];
  expect(violations.map(({ promise, orderId }) => ({ promise, orderId }))).toContainEqual({
    promise,
    orderId: id,
  });
  expect(violations.filter(({ orderId }) => orderId !== id)).toEqual([]);
  for (const { story, detail } of violations) {
    expect(story).toContain(id);
    expect(detail).not.toContain('undefined');
  }
}
