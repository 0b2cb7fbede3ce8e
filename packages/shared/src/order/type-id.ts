import { TypeID } from 'typeid-js';

/** TypeIDs: a prefix that says what the id is of, and a UUID in Crockford base32. See https://github.com/jetify-com/typeid */

/** The 128 bits of the UUID, so the first of the 26 digits is 7 at most. */
const suffix = '[0-7][0-9a-hjkmnp-tv-z]{25}';
const suffixPattern = new RegExp(`^${suffix}$`);

export const typeIdPattern = (prefix: string): RegExp => new RegExp(`^${prefix}_${suffix}$`);

/** Creates an id of a UUIDv7. Ids sort by their time of creation. */
export const newTypeId = (prefix: string): string => new TypeID(prefix).toString();

/**
 * Not typeid-js': that takes ten times as long, and throws if the bits are not those of a UUID's version, which anybody can
 * send.
 *
 * @returns the UUID of an id. @throws if the id does not match the prefix' pattern: check that at the edge
 */
export function typeIdToUuid(prefix: string, id: string): string {
  const digits = id.slice(prefix.length + 1);
  if (!id.startsWith(`${prefix}_`) || !suffixPattern.test(digits)) {
    throw new Error(`not an id with the prefix ${prefix}: ${id}`);
  }
  const hex = recode(digits, base32, hexadecimal).slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function typeIdFromUuid(prefix: string, uuid: string): string {
  return `${prefix}_${recode(uuid.replaceAll('-', ''), hexadecimal, base32)}`;
}

interface Encoding {
  /** The character codes of the digits, by value. */
  codes: Uint8Array;
  /** The values of the digits, by character code. */
  values: Uint8Array;
  bitsPerDigit: number;
  /** Bits that come before the 128 of the UUID, and are 0. */
  leadingBits: number;
}

function encoding(digits: string, bitsPerDigit: number, leadingBits: number): Encoding {
  const codes = Buffer.from(digits, 'latin1');
  const values = new Uint8Array(128);
  codes.forEach((code, value) => (values[code] = value));
  return { codes, values, bitsPerDigit, leadingBits };
}

/** Crockford's. */
const base32 = encoding('0123456789abcdefghjkmnpqrstvwxyz', 5, 2);
const hexadecimal = encoding('0123456789abcdef', 4, 0);

const recoded = Buffer.alloc(33);

function recode(text: string, from: Encoding, to: Encoding): string {
  let length = 0;
  let bits = 0;
  let count = to.leadingBits - from.leadingBits;
  for (let at = 0; at < text.length; at += 1) {
    bits = (bits << from.bitsPerDigit) | from.values[text.charCodeAt(at)]!;
    count += from.bitsPerDigit;
    while (count >= to.bitsPerDigit) {
      count -= to.bitsPerDigit;
      recoded[length] = to.codes[bits >> count]!;
      length += 1;
      bits &= (1 << count) - 1;
    }
  }
  return recoded.toString('latin1', 0, length);
}
