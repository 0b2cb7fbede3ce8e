import { createInterface } from 'node:readline';
import { execa, type Options } from 'execa';
import { holdLifeline } from './lifeline.ts';
import { onWindows } from './programs.ts';

const LAST_LINES = 10;

/** How a process ended: exactly one of the two is set. */
export interface Exit {
  exitCode: number | undefined;
  signal: string | undefined;
}

/** A process that this one started. */
export interface Child {
  pid: number;
  /** Settles when the process has exited for any reason and its output is read. Never rejects. */
  exited: Promise<Exit>;
  hasExited: () => boolean;
  /** The last lines passed to `onLine`, for error messages. */
  lastLines: readonly string[];
  signal: (signal: NodeJS.Signals) => void;
  /** Sends `stopSignal`, then SIGKILL after `graceMs`. Resolves on exit. Safe to call twice. */
  stop: () => Promise<void>;
}

export interface ChildOptions extends Pick<Options, 'argv0' | 'cwd' | 'env' | 'uid' | 'gid'> {
  command: string;
  args: string[];
  /** Written to stdin, which is then closed. Default: stdin is empty. */
  input?: string;
  /** Called with each line of output. Default: the output goes to our own stdout and stderr. */
  onLine?: (line: string) => void;
  /** The signal that asks this program to shut down. */
  stopSignal: 'SIGINT' | 'SIGTERM';
  graceMs: number;
  /** Replaces kill(2) for a process that only represents another one, like a docker client its container. */
  sendSignal?: (signal: NodeJS.Signals) => void;
}

/**
 * Starts a process in its own session, and ties its life to ours with a lifeline. On Windows there is neither, and every
 * signal kills.
 *
 * @throws Error if the program can't be started.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { command, args, onLine, stopSignal, graceMs, sendSignal, ...rest } = options;
  const output = onLine ? 'pipe' : 'inherit';
  const process = execa(command, args, {
    ...rest,
    stdin: rest.input === undefined ? 'ignore' : 'pipe',
    stdout: output,
    stderr: output,
    // Windows would open a window for it. There, Ctrl-C reaches it, and it ends with the console.
    detached: !onWindows,
    buffer: false,
    reject: false,
  });
  const lastLines: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    if (!onLine || !stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      if (lastLines.push(line) > LAST_LINES) lastLines.shift();
      onLine(line);
    });
  }
  const { pid } = process;
  if (pid === undefined) throw new Error((await process).shortMessage);

  let hasExited = false;
  const letGo = holdLifeline(pid, stopSignal === 'SIGINT' ? 'INT' : 'TERM');
  const exited = process.then(({ exitCode, signal }) => {
    hasExited = true;
    letGo();
    return { exitCode, signal };
  });
  const signal = (name: NodeJS.Signals): void => {
    if (hasExited) return;
    if (sendSignal) sendSignal(name);
    else process.kill(name);
  };
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    signal(stopSignal);
    if (!onWindows) signal('SIGCONT'); // a frozen process receives no other signal until it continues
    // Not execa's forceKillAfterDelay, which knows nothing of sendSignal.
    const forced = setTimeout(() => signal('SIGKILL'), graceMs);
    await exited;
    clearTimeout(forced);
  };
  return { pid, exited, lastLines, signal, hasExited: () => hasExited, stop: () => (stopped ??= stop()) };
}

/** For messages: "exited with code 1", "was killed by SIGKILL". */
export function describeExit({ exitCode, signal }: Exit): string {
  return signal === undefined ? `exited with code ${exitCode}` : `was killed by ${signal}`;
}
