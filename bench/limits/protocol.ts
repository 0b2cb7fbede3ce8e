/** Asks for something to be done `count` times. */
export interface Assignment {
  name: string;
  count: number;
}

/**
 * Lets a process be measured by the one that forked it: a message names what to do and how often, and is answered when that
 * is set up; the second one, `go`, starts it, and is answered with the seconds that it took.
 *
 * @param prepare sets up, and returns what to measure
 */
export function answerLimits(
  prepare: (name: string, count: number) => Promise<() => Promise<unknown>>,
): void {
  let run: (() => Promise<unknown>) | undefined;

  async function handle(message: Assignment | 'go'): Promise<void> {
    if (message !== 'go') {
      run = await prepare(message.name, message.count);
      process.send?.('ready');
      return;
    }
    const startedAt = performance.now();
    await run?.();
    process.send?.({ seconds: (performance.now() - startedAt) / 1_000 });
  }

  process.on('message', (message: Assignment | 'go') => void handle(message));
}
