/** Something of which there are at most `max`, by a name. */
export interface Wanted {
  name: string;
  max: number;
}

/** What somebody holds of limited things. */
export interface Claim {
  /** From now on it holds these, and no others, whatever their limits. */
  keep(names: readonly string[]): void;
}

/** Counts what is held of limited things, by all processes of an instance together. */
export interface Claims {
  /**
   * Claims one of each, or nothing at all.
   *
   * @param decided is called once: with the name of the first that is used up, or with null if all are held. At once,
   *   unless another process counts
   */
  take(wanted: readonly Wanted[], decided: (usedUp: string | null) => void): Claim;
}

/** Counts in this process. Takes no memory for what nobody holds. */
export function createClaims(): Claims {
  const counts = new Map<string, number>();

  function add(name: string, change: 1 | -1): void {
    const now = (counts.get(name) ?? 0) + change;
    if (now > 0) counts.set(name, now);
    else counts.delete(name);
  }

  return {
    take(wanted, decided) {
      const usedUp = wanted.find(({ name, max }) => (counts.get(name) ?? 0) >= max);
      let held: readonly string[] = usedUp ? [] : wanted.map(({ name }) => name);
      for (const name of held) add(name, 1);
      decided(usedUp?.name ?? null);
      return {
        keep(names) {
          for (const name of held) add(name, -1);
          for (const name of names) add(name, 1);
          held = names;
        },
      };
    },
  };
}
