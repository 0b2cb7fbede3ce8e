import { newTypeId, typeIdFromUuid, typeIdPattern, typeIdToUuid } from './type-id.ts';

/** A TypeID: `ord_` followed by a UUIDv7. */
export const orderIdPattern = typeIdPattern('ord');

/** Creates an id. Ids sort by their time of creation. */
export const newOrderId = (): string => newTypeId('ord');

export const isOrderId = (text: string): boolean => orderIdPattern.test(text);

/** The id as it is stored. @throws if `orderId` is not an order id: check with {@link isOrderId} at the edge */
export const orderIdToUuid = (orderId: string): string => typeIdToUuid('ord', orderId);
export const orderIdFromUuid = (uuid: string): string => typeIdFromUuid('ord', uuid);

/** When the order of an id was placed, as Unix time in milliseconds: a UUIDv7 begins with it. */
export const placedAtMs = (orderId: string): number =>
  Number.parseInt(orderIdToUuid(orderId).replaceAll('-', '').slice(0, 12), 16);
