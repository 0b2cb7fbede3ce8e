import { StartError } from './errors.ts';

/**
 * Runs the main function of a process. A failure to start ends the process with exit code 1. Failures that the person
 * who starts it can mend are explained in a line or two, others are printed with their stack trace.
 */
export async function runMain(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const explanation = error instanceof StartError ? error.message : listenFailure(error);
    if (explanation === null) console.error(`${name} could not start.`, error);
    else console.error(`${name}: ${explanation}`);
    process.exit(1);
  }
}

/** What Node reports as the reason why a server cannot listen. */
const reasons: Partial<Record<string, string>> = {
  EADDRINUSE: 'the port is already in use',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'this account may not use that port',
  ENOTFOUND: 'there is no such host',
};

interface Place {
  address?: string;
  port?: number;
  hostname?: string;
}

/** A line about a server that could not listen: the primary of several processes binds for them. Null: the error is another one. */
function listenFailure(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, address, port, hostname } = error as NodeJS.ErrnoException & Place;
  const reason = reasons[code ?? ''];
  if (reason === undefined || !['listen', 'bind', 'getaddrinfo'].includes(syscall ?? '')) return null;
  const place = hostname ?? `${address}:${port}`;
  return `could not listen on ${place}: ${reason} (check HOST, PORT and WORKER_PORT)`;
}
