/*
 * Redacts secrets in lines of the log. What clients send can reach a line, so the work must be proportional to its
 * length: no pattern may scan on from every place at which it might begin. `redact.unit.test.ts` measures that.
 */

/** JSON members that hold a secret, at any depth: a string or an array of strings. */
const secretMember =
  /("(?:proxy-)?(?:authorization|(?:set-)?cookie|[\w-]*token|[\w-]*password|[\w-]*secret)":)(?:"(?:[^"\\]|\\.)*"|\[(?:[^\][{"]|"(?:[^"\\]|\\.)*")*\])/gi;

/** Secrets inside free text, such as error messages. */
const secretsInText = [
  /** A token in a query string, for clients that cannot send headers */
  /([?&]token=)[^\s"&\\]+/gi,
  /** An authentication scheme with its credentials (RFC 9110) */
  /(\b(?:Bearer|Basic) )[\w.~+/=-]+/gi,
  /** A JSON Web Token anywhere else. Looks once, at the start of a run, for the two dots, and only then for `eyJ` */
  /(?<![\w-])(?=[\w-]+\.[\w-]+\.)((?:[\w-]*?-)??)eyJ[\w-]+\.[\w-]+\.[\w-]*/g,
];

/** Text in which a URL ends at the latest. */
const run = /[^\s"]+/g;

/** `postgres://user:`password`@host`; the password may contain anything, `@` too. */
function withoutPassword(text: string): string {
  const end = text.lastIndexOf('@');
  if (end === -1) return text;
  const user = /:\/\/[^/@:]*:/.exec(text.slice(0, end));
  return user ? `${text.slice(0, user.index)}${user[0]}[redacted]${text.slice(end)}` : text;
}

/** A part of each match of the patterns above, of which almost no line has one: to look for it takes a twentieth of the time. */
const mark = /authorization|cookie|token|password|secret|bearer|basic|eyj|@/i;

/** Redacts the secrets in a line of the log. The line remains valid JSON. */
export function withoutSecrets(line: string): string {
  if (!mark.test(line)) return line;
  const named = line.replace(secretMember, '$1"[redacted]"').replace(run, withoutPassword);
  return secretsInText.reduce((text, pattern) => text.replace(pattern, '$1[redacted]'), named);
}
