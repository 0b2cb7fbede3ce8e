/**
 * Takes full batches until there is a short one, or until `signal` is aborted.
 *
 * @param take takes up to `batchSize` items, and tells how many it got
 * @returns how many items there were in all
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
