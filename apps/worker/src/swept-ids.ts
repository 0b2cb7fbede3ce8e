/** Enough for a herd, at about 100 bytes each. The alarms of further orders ring, and the ledger says `settled`. */
const defaultCapacity = 200_000;

/** The ids of orders that this worker's sweeps have cancelled lately. Their alarms have nothing left to do. */
export interface SweptIds {
  /** About half of the capacity, the oldest ids, is forgotten once it is reached. */
  add: (ids: readonly string[]) => void;
  has: (id: string) => boolean;
}

export function createSweptIds(capacity = defaultCapacity): SweptIds {
  let latest = new Set<string>();
  let former = new Set<string>();

  return {
    add(ids) {
      for (const id of ids) {
        if (latest.size >= capacity / 2) [former, latest] = [latest, new Set()];
        latest.add(id);
      }
    },
    has: (id) => latest.has(id) || former.has(id),
  };
}
