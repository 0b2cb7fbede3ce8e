import { TypeID } from 'typeid-js';

/** A TypeID: `ord_` followed by a UUIDv7 in Crockford base32. See https://github.com/jetify-com/typeid */
export const orderIdPattern = /^ord_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

const prefix = 'ord';

/** Creates an id. Ids sort by their time of creation. */
export function newOrderId(): string {
  return new TypeID(prefix).toString();
}

export function isOrderId(text: string): boolean {
  return orderIdPattern.test(text);
}

/** The id as it is stored. @throws if `orderId` is not an order id: check with {@link isOrderId} at the edge */
export function orderIdToUuid(orderId: string): string {
  if (!isOrderId(orderId)) throw new Error(`not an order id: ${orderId}`);
  const hex = recode(orderId.slice(prefix.length + 1), base32, hexadecimal).slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function orderIdFromUuid(uuid: string): string {
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

/** Ours and not typeid-js': each process converts the ids of all rows, and this takes less than a tenth of the time. */
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
