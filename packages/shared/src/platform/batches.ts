/**
 * Repeats `take` until a batch is not full, or until `signal` is aborted.
 *
 * @param take processes up to `batchSize` items and returns their number
 * @returns the total number of items
 */
export async function inBatches(
  batchSize: number,
  signal: AbortSignal,
  take: (batchSize: number) => Promise<number>,
): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const taken = await take(batchSize);
    total += taken;
    if (taken < batchSize) break;
  }
  return total;
}
