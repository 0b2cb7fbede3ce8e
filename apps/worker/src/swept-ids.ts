/** Enough for a herd, at about 100 bytes each. The alarms of further orders ring, and the ledger says `settled`. */
const defaultCapacity = 200_000;

/** The ids of orders that this worker's sweeps have cancelled lately. Their alarms have nothing left to do. */
export interface SweptIds {
  /** The oldest ids are forgotten beyond the capacity. */
  add: (ids: readonly string[]) => void;
  has: (id: string) => boolean;
  /** @returns up to `limit` ids, the oldest first, each once. `has` still knows them */
  take: (limit: number) => string[];
}

export function createSweptIds(capacity = defaultCapacity): SweptIds {
  const ids = new Set<string>();
  /** Returned by `take`, but still known: a worker may have fetched their alarms before. */
  let taken = new Set<string>();

  return {
    add(added) {
      for (const id of added) ids.add(id);
      for (const id of ids) {
        if (ids.size <= capacity) break;
        ids.delete(id);
      }
    },
    has: (id) => ids.has(id) || taken.has(id),
    take(limit) {
      if (taken.size >= capacity) taken = new Set();
      const oldest: string[] = [];
      for (const id of ids) {
        if (oldest.length >= limit) break;
        oldest.push(id);
        ids.delete(id);
        taken.add(id);
      }
      return oldest;
    },
  };
}
