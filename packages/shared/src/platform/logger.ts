import { destination, pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import { TransientError } from './errors.ts';
import { withoutSecrets } from './redact.ts';
import { traceIds } from './tracing.ts';

export type { Logger } from 'pino';

/**
 * Logs JSON lines to standard output, with secrets redacted. `service` names the process in each line.
 *
 * @param isShared other processes write to the same output
 * @param isTraced each line names the trace and the span that it belongs to
 */
export function createLogger(service: string, level: string, isShared = false, isTraced = false): Logger {
  const maxTurnBytes = isShared ? atomicBytes : 64 * 1024;
  const stdout = openStdout(maxTurnBytes);
  const logger = pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: serializeError },
      hooks: { streamWrite: withoutSecrets },
      ...(isTraced && { mixin: () => traceIds() }),
    },
    inTurns(stdout, maxTurnBytes),
  );
  let dropped = 0;
  stdout.on('drop', () => {
    dropped += 1;
  });
  stdout.on('drain', () => {
    if (dropped === 0) return;
    logger.warn({ lines: dropped }, 'log lines were dropped because nobody read them');
    dropped = 0;
  });
  return logger;
}

/** Lines that wait for a slow reader. Further ones are dropped. */
const maxWaitingBytes = 1024 * 1024;

/** A pipe takes so much as a whole or not at all, so that no process tears the lines of another. */
const atomicBytes = 4_096;

const flushes = new Set<() => void>();

/**
 * Writes the lines of one turn of the event loop together: a system call for each costs as much as all else that a line
 * does. What is left is written when the process exits.
 *
 * @param maxBytes more is written before the end of the turn
 */
function inTurns(stdout: ReturnType<typeof openStdout>, maxBytes: number): DestinationStream {
  let lines = '';
  let bytes = 0;
  /** Then each line is written by itself, so that no more are dropped than necessary. */
  let hasSlowReader = false;
  function flush(): void {
    if (lines !== '') hasSlowReader = !stdout.write(lines);
    lines = '';
    bytes = 0;
  }
  if (flushes.size === 0) process.once('exit', () => flushes.forEach((each) => each()));
  flushes.add(flush);
  return {
    write(line) {
      const lineBytes = Buffer.byteLength(line);
      if (bytes + lineBytes > maxBytes) flush();
      if (lines === '') setImmediate(flush);
      lines += line;
      bytes += lineBytes;
      if (hasSlowReader) flush();
    },
  };
}

/**
 * Standard output that never blocks the process. By default pino flushes at exit and retries forever, so a process
 * whose output pipe is full or closed would never end.
 */
function openStdout(maxWrite: number) {
  const stdout = destination({
    // Node makes a pipe non-blocking when `process.stdout` is first used.
    dest: process.stdout.fd,
    sync: true,
    maxLength: maxWaitingBytes,
    maxWrite,
    retryEAGAIN: () => false,
  });
  // The pipe is full, and the next line tries again; or its reader is gone.
  stdout.on('error', () => undefined);
  return stdout;
}

/**
 * Leaves out a stack without a line of ours, and that of a temporary fault: a lost connection is explained by its message
 * and code. What may be a bug keeps its stack in any case.
 *
 * Also leaves out what drivers attach to their errors: the arguments of a Redis command, which for AUTH are the password,
 * and the whole client of a lost Postgres connection, which holds the key that cancels its statements.
 *
 * Text is cut: an error may quote what a client sent.
 */
export function serializeError(error: Error): object {
  const {
    command,
    client: _,
    ...rest
  } = stdSerializers.err(error) as { command?: unknown; client?: unknown; stack?: string };
  const isTransient = error instanceof TransientError;
  if (!mayBeBug(error) && (isTransient || !isOurs(rest.stack ?? ''))) delete rest.stack;
  const name = typeof command === 'object' && command && 'name' in command ? command.name : command;
  const named = name === undefined ? rest : { ...rest, command: name };
  // Its own message has that of its cause, which pino appends once more.
  const members = Object.entries(isTransient ? { ...named, message: error.message } : named);
  return Object.fromEntries(members.map(([key, value]) => [key, cut(value)]));
}

/** Bounds each text of an error. A stack of ours is far shorter. */
const maxTextLength = 8_000;

const cut = (value: unknown) =>
  typeof value === 'string' && value.length > maxTextLength ? `${value.slice(0, maxTextLength)}…` : value;

const mayBeBug = (error: Error) =>
  [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);

/** Whether a stack leads through a file of ours, rather than through Node and packages alone. */
const isOurs = (stack: string) =>
  stack.split('\n').some((line) => /^ +at .*(?:file:|[/\\])/.test(line) && !/node:|node_modules/.test(line));
