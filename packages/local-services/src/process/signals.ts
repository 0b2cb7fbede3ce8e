// The terminal and npm each forward the same Ctrl-C, so one key press arrives two or three times.
const ONE_PRESS_MS = 500;

/**
 * Resolves on the first SIGINT (Ctrl-C), SIGTERM or SIGHUP. A second one ends this process immediately.
 *
 * @param onSecond runs before that. Lifelines stop the processes that it leaves running.
 */
export function untilAskedToStop(onSecond: () => void): Promise<'asked to stop'> {
  let firstMs: number | undefined;
  return new Promise((resolve) => {
    const onSignal = (): void => {
      if (firstMs !== undefined && performance.now() - firstMs > ONE_PRESS_MS) {
        onSecond();
        process.exit(130);
      }
      firstMs ??= performance.now();
      resolve('asked to stop');
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  });
}
