import { destination, pino, stdSerializers, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Logs JSON lines to standard output, with secrets redacted. `service` names the process in each line. */
export function createLogger(service: string, level: string): Logger {
  const stdout = openStdout();
  const logger = pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: serializeError },
      hooks: { streamWrite: withoutSecrets },
    },
    stdout,
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

/**
 * Standard output that never blocks the process. By default pino flushes at exit and retries forever, so a process
 * whose output pipe is full or closed would never end.
 */
function openStdout() {
  const stdout = destination({
    // Node makes a pipe non-blocking when `process.stdout` is first used.
    dest: process.stdout.fd,
    sync: true,
    maxLength: maxWaitingBytes,
    retryEAGAIN: () => false,
  });
  // The pipe is full, and the next line tries again; or its reader is gone.
  stdout.on('error', () => undefined);
  return stdout;
}

/**
 * Leaves out a stack without a line of ours: a lost connection is explained by its message and code. What may be a bug
 * keeps its stack in any case.
 *
 * Also leaves out what drivers attach to their errors: the arguments of a Redis command, which for AUTH are the password,
 * and the whole client of a lost Postgres connection, which holds the key that cancels its statements.
 */
export function serializeError(error: Error): object {
  const {
    command,
    client: _,
    ...rest
  } = stdSerializers.err(error) as { command?: unknown; client?: unknown; stack?: string };
  if (!mayBeBug(error) && !isOurs(rest.stack ?? '')) delete rest.stack;
  const name = typeof command === 'object' && command && 'name' in command ? command.name : command;
  return name === undefined ? rest : { ...rest, command: name };
}

const mayBeBug = (error: Error) =>
  [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);

/** Whether a stack leads through a file of ours, rather than through Node and packages alone. */
const isOurs = (stack: string) =>
  stack.split('\n').some((line) => /^ +at .*(?:file:|[/\\])/.test(line) && !/node:|node_modules/.test(line));

/** JSON members that hold a secret, at any depth: a string or an array of strings. */
const secretMember =
  /("(?:proxy-)?(?:authorization|(?:set-)?cookie|[\w-]*token|[\w-]*password|[\w-]*secret)":)(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\])/gi;

/** Secrets inside free text, such as error messages. */
const secretsInText = [
  /** postgres://user:password@host */
  /(:\/\/[^\s"/@:]*:)[^\s"]*(?=@)/g,
  /** A token in a query string, for clients that cannot send headers */
  /([?&]token=)[^\s"&\\]+/gi,
  /** An authentication scheme with its credentials (RFC 9110) */
  /(\b(?:Bearer|Basic) )[\w.~+/=-]+/gi,
  /** A JSON Web Token anywhere else */
  /()\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
];

/** Redacts the secrets in a line of the log. The line remains valid JSON. */
export function withoutSecrets(line: string): string {
  return secretsInText.reduce(
    (text, pattern) => text.replace(pattern, '$1[redacted]'),
    line.replace(secretMember, '$1"[redacted]"'),
  );
}
