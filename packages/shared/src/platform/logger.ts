import { destination, pino, stdSerializers, type Logger } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on standard output. `service` names the process in each line. No line holds a secret. */
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

/** A refused Redis command carries its arguments, which for AUTH are the password. Its name is enough. */
function serializeError(error: Error): object {
  const { command, ...rest } = stdSerializers.err(error) as { command?: unknown };
  const name = typeof command === 'object' && command && 'name' in command ? command.name : command;
  return name === undefined ? rest : { ...rest, command: name };
}

/** Members whose value is nobody's business, at any depth: a string, or a list of them. */
const secretMember =
  /("(?:proxy-)?(?:authorization|(?:set-)?cookie|[\w-]*token|[\w-]*password|[\w-]*secret)":)(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\])/gi;

/** What gives a secret away in running text, such as the message of an error. */
const secretsInText = [
  /** postgres://user:password@host */
  /(:\/\/[^\s"/@:]*:)[^\s"]*(?=@)/g,
  /** ?token= of a page that is looked at without a header */
  /([?&]token=)[^\s"&\\]+/gi,
  /** RFC 9110: a scheme and its credentials */
  /(\b(?:Bearer|Basic) )[\w.~+/=-]+/gi,
  /** A JSON Web Token, wherever it stands */
  /()\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
];

/** A line of the log with its secrets struck out; still the same JSON otherwise. */
export function withoutSecrets(line: string): string {
  return secretsInText.reduce(
    (text, pattern) => text.replace(pattern, '$1[redacted]'),
    line.replace(secretMember, '$1"[redacted]"'),
  );
}
