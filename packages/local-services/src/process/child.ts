import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { holdLifeline } from './lifeline.ts';

/** How a process ended: one of the two is set. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process we started. */
export interface Child {
  pid: number;
  /** Settles when the process has ended, wanted or not. Never rejects. */
  exited: Promise<Exit>;
  hasExited: () => boolean;
  signal: (signal: NodeJS.Signals) => void;
  /** Asks the process to end, and after `graceMs` makes it. Safe to call twice. */
  stop: () => Promise<void>;
}

export interface ChildOptions {
  command: string;
  args: string[];
  argv0?: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Only root may choose these. */
  account?: { uid: number; gid: number };
  /** Written to the process's stdin, which is then closed. */
  input?: string;
  /** Gets each line that the process writes. Without it the process writes where we do. */
  onLine?: (line: string) => void;
  /** The polite way to ask this program to end. */
  stopSignal: 'SIGINT' | 'SIGTERM';
  graceMs: number;
  /** For a process that stands for something else, as the docker client does for a container. */
  sendSignal?: (signal: NodeJS.Signals) => void;
}

/**
 * Starts a process in a session of its own, tied to ours by a lifeline.
 *
 * @throws the system's error when the program can't be started at all.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const process = spawn(options.command, options.args, spawnOptions(options));
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    // 'close' rather than 'exit': by then its last words have been read, too.
    process.once('close', (code, signal) => resolve((exit = { code, signal })));
  });
  if (options.onLine) {
    for (const stream of [process.stdout, process.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', options.onLine);
    }
  }
  process.stdin?.on('error', () => {}); // a program that ends before reading is reported by its exit
  process.stdin?.end(options.input);
  await once(process, 'spawn');

  const pid = process.pid!;
  const letGo = holdLifeline(pid, options.stopSignal === 'SIGINT' ? 'INT' : 'TERM');
  void exited.then(letGo);
  const signal = (name: NodeJS.Signals): void => {
    if (exit) return;
    if (options.sendSignal) options.sendSignal(name);
    else process.kill(name);
  };
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    signal(options.stopSignal);
    signal('SIGCONT');
    const forced = setTimeout(() => signal('SIGKILL'), options.graceMs);
    await exited;
    clearTimeout(forced);
  };
  return { pid, exited, signal, hasExited: () => exit !== undefined, stop: () => (stopped ??= stop()) };
}

function spawnOptions(options: ChildOptions): SpawnOptions {
  const output = options.onLine ? 'pipe' : 'inherit';
  return {
    detached: true,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', output, output],
    ...(options.argv0 !== undefined && { argv0: options.argv0 }),
    ...(options.env && { env: options.env }),
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...options.account,
  };
}

/** "stopped with code 1", "was ended by SIGKILL": for messages. */
export function describeExit({ code, signal }: Exit): string {
  return signal ? `was ended by ${signal}` : `stopped with code ${code}`;
}
