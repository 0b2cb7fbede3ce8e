import type { RunResult } from './run.ts';

/** Every broken promise with the story of its order, and whatever else is wrong. */
export function report({ violations, broken, failures }: RunResult): string[] {
  return [
    ...violations.map(
      ({ promise, orderId, detail, story }) => `BROKEN ${promise}: ${orderId}: ${detail}\n${story}`,
    ),
    ...broken.map((line) => `BROKEN ${line}`),
    ...failures.map((line) => `the harness failed: ${line}`),
  ];
}

/** One line about the whole run. */
export function summary(result: RunResult): string {
  const { seed, operations, orders, faults, skipped, promises, violations, broken, failures } = result;
  const total = [...faults.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...faults].map(([kind, count]) => `${kind} ${count}`).toSorted();
  const names = new Set(violations.map(({ promise }) => promise));
  return [
    `seed ${seed}`,
    `${operations} operations on ${orders} orders`,
    `${total} faults (${kinds.join(', ')})`,
    ...(skipped.size > 0 ? [`skipped: ${[...skipped.keys()].join(', ')}`] : []),
    `${promises} promises checked`,
    `${violations.length + broken.length} broken${names.size > 0 ? ` (${[...names].join(', ')})` : ''}`,
    ...(failures.length > 0 ? [`${failures.length} failures of the harness`] : []),
  ].join('; ');
}
