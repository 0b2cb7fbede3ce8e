// npm and the shell's terminal each pass on the same Ctrl-C, so one press arrives two or three times.
const ONE_PRESS_MS = 500;

/**
 * Resolves at the first Ctrl-C, SIGTERM or hang-up. Another one after that ends this process at once.
 *
 * @param onInsist runs before that end. What it leaves running, the lifelines stop.
 */
export function untilAskedToStop(onInsist: () => void): Promise<'asked to stop'> {
  let firstMs: number | undefined;
  return new Promise((resolve) => {
    const onSignal = (): void => {
      if (firstMs !== undefined && performance.now() - firstMs > ONE_PRESS_MS) {
        onInsist();
        process.exit(130);
      }
      firstMs ??= performance.now();
      resolve('asked to stop');
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  });
}
