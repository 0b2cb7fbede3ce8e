/** What the parts of a set have answered, made one again. */

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Of those that have answered. @throws what the first one threw, if none has */
export function sumOfAnswers(results: readonly PromiseSettledResult<number>[]): number {
  const answers = results.filter((result) => result.status === 'fulfilled');
  const [first] = results;
  if (answers.length === 0 && first?.status === 'rejected') throw first.reason;
  return sum(answers.map(({ value }) => value));
}

/** The values of ids, which come in any order. */
export function inOrder<Value>(
  ids: readonly string[],
  found: readonly (readonly (readonly [id: string, value: Value])[])[],
): Value[] {
  const values = new Map(found.flat());
  return ids.map((id) => values.get(id)!);
}
