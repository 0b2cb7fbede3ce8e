import { pino, stdSerializers, type Logger } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on standard output. `service` names the process in each line. No line holds a secret. */
export function createLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: serializeError },
    hooks: { streamWrite: withoutSecrets },
  });
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
