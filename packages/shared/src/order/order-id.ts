import { TypeID } from 'typeid-js';

/** A TypeID: `ord_` and a UUIDv7 in 26 characters of Crockford base32. See https://github.com/jetify-com/typeid */
export const orderIdPattern = /^ord_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

const prefix = 'ord';

/** A new id, sorted by the time it was made. */
export function newOrderId(): string {
  return new TypeID(prefix).toString();
}

export function isOrderId(text: string): boolean {
  return orderIdPattern.test(text);
}

/** The column's form. @throws when `orderId` is no order id: check with {@link isOrderId} at the edge. */
export function orderIdToUuid(orderId: string): string {
  return TypeID.fromString(orderId, prefix).toUUID();
}

export function orderIdFromUuid(uuid: string): string {
  return TypeID.fromUUID(prefix, uuid).toString();
}
