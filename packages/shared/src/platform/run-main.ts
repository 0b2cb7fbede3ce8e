import { ConfigError } from './config.ts';

/**
 * Runs a process' composition root. A wrong configuration is told in its own words, without a
 * stack trace; both that and any other failure to start end the process with exit code 1.
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
