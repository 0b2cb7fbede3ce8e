import { validateHeaderName, validateHeaderValue } from 'node:http';
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { complaintAboutRedisUrl, notRedisUrl } from './redis-url.ts';

/** How single variables of the environment are parsed. */

/** In decimal digits alone: `0x10` and `1e3` are more likely mistakes than meant. */
const decimal = z
  .string()
  .regex(/^-?\d+$/, { error: 'must be a whole number in decimal digits' })
  .transform(Number);

export const wholeNumber = (least: number, most: number) => decimal.pipe(z.int().min(least).max(most));
export const port = wholeNumber(0, 65_535);
export const positiveInteger = (most = Number.MAX_SAFE_INTEGER) => wholeNumber(1, most);
export const trueOrFalse = z.stringbool({ truthy: ['true'], falsy: ['false'] });

export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' });
export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });

/** As OpenTelemetry names them. */
export const traceSamplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** A share from 0 to 1. */
export const ratio = z
  .string()
  .regex(/^(0?\.\d+|[01](\.\d+)?)$/, { error: 'must be a number from 0 to 1' })
  .transform(Number)
  .refine((value) => value <= 1, { error: 'must be a number from 0 to 1' });

/** As OpenTelemetry reads them, which leaves out without a word what it can't read. @throws Error that says what is wrong */
function namedValues(text: string): [name: string, value: string][] {
  return text.split(',').map((pair) => {
    const [name = '', ...value] = pair.split('=').map((part) => decodeURIComponent(part.trim()));
    if (name === '' || value.join('') === '') throw new Error('a name or a value is missing');
    return [name, value.join('=')];
  });
}

const isNamedValues = (text: string, check: (name: string, value: string) => void) => {
  try {
    for (const [name, value] of namedValues(text)) check(name, value);
    return true;
  } catch {
    return false;
  }
};

export const attributeList = z.string().refine((text) => isNamedValues(text, () => undefined), {
  error: 'must be a list of name=value, separated by commas, with other commas and signs in percent-encoding',
});

export const headerList = z.string().refine((text) => isNamedValues(text, checkHeader), {
  error:
    'must be a list of headers as name=value, separated by commas, with other commas and signs in percent-encoding',
});

function checkHeader(name: string, value: string): void {
  validateHeaderName(name);
  validateHeaderValue(name, value);
}

/** A number of processes, or `auto`: one for each core that this process may use. */
export const processCount = (most: number) =>
  z
    .string()
    .transform((text) => (text === 'auto' ? String(Math.min(most, availableParallelism())) : text))
    .pipe(positiveInteger(most));

/** As authenticator apps show and accept it: spaces, case and padding mean nothing. */
export const base32Secret = z
  .string()
  .transform((text) => text.replaceAll(/[\s=]/g, '').toUpperCase())
  .refine((text) => /^[A-Z2-7]{16,}$/.test(text), {
    error: 'must have at least 16 characters of base32 (A to Z, 2 to 7)',
  });

export { withoutRedis } from './redis-url.ts';

/** One server, several addresses of a cluster, or none. */
export const redisUrl = z.string({ error: notRedisUrl }).superRefine((text, context) => {
  const message = complaintAboutRedisUrl(text);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

const parts = (text: string) => text.split(',').map((part) => part.trim());

/** As browsers send them: no path, not even a slash, and `*` is none. */
export const originList = z
  .string()
  .transform(parts)
  .refine((origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
    error: 'must be a list of origins such as https://shop.example, separated by commas',
  })
  .default([]);

export const hostList = z
  .string()
  .transform((text) => parts(text.toLowerCase()))
  .refine((names) => names.every((name) => /^[a-z\d_.-]+$/.test(name)), {
    error: 'must be a list of host names without ports, separated by commas',
  })
  .default([]);

export const portList = z
  .string()
  .transform(parts)
  .refine((texts) => texts.every((text) => /^\d{1,5}$/.test(text) && isPort(Number(text))), {
    error: 'must be a list of port numbers from 1 to 65535, separated by commas',
  })
  .transform((texts) => texts.map(Number))
  .default([]);

const isPort = (number: number) => number >= 1 && number <= 65_535;

/** `false`, a number of hops, or addresses and subnets of trusted proxies. See Express' `trust proxy`. */
export const trustProxy = z
  .string()
  .refine((text) => /^(\d{1,2}|false)$/.test(text) || parts(text).every(isProxy), {
    // Trusting every proxy lets each client choose the address under which it is counted and logged.
    error: 'must be the number of trusted proxies in front, or a list of their addresses or subnets',
  })
  .transform((text) => (/^\d+$/.test(text) ? Number(text) : text === 'false' ? false : text))
  .default(false);

/** The ranges that Express knows by name. */
const namedRanges = ['loopback', 'linklocal', 'uniquelocal'];

function isProxy(text: string): boolean {
  if (namedRanges.includes(text)) return true;
  const [address = '', mask, ...more] = text.split('/');
  if (isIP(address) === 0 || more.length > 0) return false;
  if (mask === undefined) return true;
  const bits = isIP(mask) === 4 ? ipaddr.IPv4.parse(mask).prefixLengthFromSubnetMask() : bitCount(mask);
  return bits !== null && bits >= 1 && bits <= (isIP(address) === 4 ? 32 : 128);
}

const bitCount = (text: string) => (/^\d{1,3}$/.test(text) ? Number(text) : null);
