interface Entries {
  size: number;
  keys(): Iterator<string>;
  delete(key: string): boolean;
}

/** Removes the entry that was added first, if there are more than `most`. */
export function dropOldest(entries: Entries, most: number): void {
  if (entries.size <= most) return;
  const { value, done } = entries.keys().next();
  if (!done) entries.delete(value);
}
