/** What the parts of a set have answered, made one again. */

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** The values of ids, which come in any order. */
export function inOrder<Value>(
  ids: readonly string[],
  found: readonly (readonly (readonly [id: string, value: Value])[])[],
): Value[] {
  const values = new Map(found.flat());
  return ids.map((id) => values.get(id)!);
}
