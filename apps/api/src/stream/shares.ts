/** Counts how many of a limited resource each owner holds. */
export interface Shares {
  /** @returns false if the owner already holds the maximum */
  take(owner: string): boolean;
  giveBack(owner: string): void;
}

export function createShares(max: number): Shares {
  const counts = new Map<string, number>();
  return {
    take(owner) {
      const count = counts.get(owner) ?? 0;
      if (count >= max) return false;
      counts.set(owner, count + 1);
      return true;
    },
    giveBack(owner) {
      const count = (counts.get(owner) ?? 0) - 1;
      if (count > 0) counts.set(owner, count);
      else counts.delete(owner);
    },
  };
}
