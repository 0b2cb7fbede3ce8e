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

/** Cuts a list into pieces of `size` items; the last one may be shorter. */
export function chunksOf<Item>(size: number, items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
