/** When the ledger was asked, by `performance.now()`. Its answer is not older than this. */
export interface Asked {
  askedAtMs: number;
}

/** Adds to each answer of a statement when it was sent. */
export async function asked<Answer extends object>(
  ask: () => Promise<(Answer | Error)[]>,
): Promise<((Answer & Asked) | Error)[]> {
  const askedAtMs = performance.now();
  const answers = await ask();
  return answers.map((answer) => (answer instanceof Error ? answer : Object.assign(answer, { askedAtMs })));
}

export async function askedOnce<Answer extends object>(ask: () => Promise<Answer>): Promise<Answer & Asked> {
  const askedAtMs = performance.now();
  return Object.assign(await ask(), { askedAtMs });
}
