import { newTypeId, typeIdFromUuid, typeIdPattern, typeIdToUuid } from '../order/type-id.ts';

/** TypeIDs of endpoints (`whe_…`) and deliveries (`whd_…`). */
export const endpointIdPattern = typeIdPattern('whe');
export const deliveryIdPattern = typeIdPattern('whd');

export const newEndpointId = (): string => newTypeId('whe');
export const endpointIdToUuid = (id: string): string => typeIdToUuid('whe', id);
export const endpointIdFromUuid = (uuid: string): string => typeIdFromUuid('whe', uuid);

/** A delivery's id is also its jobId. */
export const isDeliveryId = (text: string): boolean => deliveryIdPattern.test(text);
export const deliveryIdToUuid = (id: string): string => typeIdToUuid('whd', id);
export const deliveryIdFromUuid = (uuid: string): string => typeIdFromUuid('whd', uuid);
