/**
 * Works on items, several at a time, as they are read. After a failure, or once `signal` is aborted, no lane starts on
 * another item.
 *
 * @returns when the last item in hand is done
 * @throws the first failure of reading or working
 */
export async function inLanes<Item>(
  lanes: number,
  items: AsyncIterable<Item>,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  const failing = new AbortController();
  const stopping = AbortSignal.any([signal, failing.signal]);

  async function lane(): Promise<void> {
    try {
      while (!stopping.aborted) {
        const { done, value } = await iterator.next();
        if (done) return;
        await work(value);
      }
    } catch (error) {
      failing.abort();
      throw error;
    }
  }

  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  await iterator.return?.();
  for (const result of ended) if (result.status === 'rejected') throw result.reason;
}
