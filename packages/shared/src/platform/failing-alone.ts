import { isDataError } from './errors.ts';

/**
 * Runs a set. If Postgres rejects a value in it, which rolls back the whole statement, runs each call alone.
 *
 * @returns the answers in order; an `Error` in place of an answer is of that call
 * @throws the error of the set if no value is to blame
 */
export async function failingAlone<Call, Answer>(
  calls: readonly Call[],
  runSet: (set: readonly Call[]) => Promise<(Answer | Error)[]>,
): Promise<(Answer | Error)[]> {
  try {
    return await runSet(calls);
  } catch (error) {
    if (calls.length === 1 || !isDataError(error)) throw error;
  }
  const answers: (Answer | Error)[] = [];
  let fault: Error | undefined;
  for (const call of calls) {
    try {
      answers.push(...(fault ? [fault] : await runSet([call])));
    } catch (error) {
      answers.push(error as Error);
      // Earlier calls stay decided. A fault that is no data error would hit the remaining ones too.
      if (!isDataError(error)) fault = error as Error;
    }
  }
  return answers;
}
