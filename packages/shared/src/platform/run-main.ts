import { ConfigError } from './config.ts';

/**
 * Runs the main function of a process. A failure to start ends the process with exit code 1; an invalid configuration
 * is printed without a stack trace.
 */
export async function runMain(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const text = error instanceof ConfigError ? error.message : error;
    console.error(`${name} could not start.`, text);
    process.exit(1);
  }
}
