import { TypeID } from 'typeid-js';

/** TypeIDs of endpoints (`whe_…`) and deliveries (`whd_…`); see order-id.ts. */
export const endpointIdPattern = /^whe_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
export const deliveryIdPattern = /^whd_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

export const newEndpointId = (): string => new TypeID('whe').toString();
export const endpointIdToUuid = (id: string) => TypeID.fromString(id, 'whe').toUUID();
export const endpointIdFromUuid = (uuid: string): string => TypeID.fromUUID('whe', uuid).toString();

/** A delivery's id is also its jobId. */
export const isDeliveryId = (text: string) => deliveryIdPattern.test(text);
export const deliveryIdToUuid = (id: string) => TypeID.fromString(id, 'whd').toUUID();
export const deliveryIdFromUuid = (uuid: string): string => TypeID.fromUUID('whd', uuid).toString();
