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
  return TypeID.fromString(orderId, prefix).toUUID();
}

export function orderIdFromUuid(uuid: string): string {
  return TypeID.fromUUID(prefix, uuid).toString();
}
