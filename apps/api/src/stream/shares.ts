/** How many of something each one has, where nobody may have more than some. */
export interface Shares {
  /** @returns false: there is no more for this one */
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
