import { newTypeId, typeIdFromUuid, typeIdPattern, typeIdToUuid } from './type-id.ts';

/** TypeIDs of payment attempts: `pat_…`. */
export const attemptIdPattern = typeIdPattern('pat');

export const newAttemptId = (): string => newTypeId('pat');
export const attemptIdToUuid = (id: string): string => typeIdToUuid('pat', id);
export const attemptIdFromUuid = (uuid: string): string => typeIdFromUuid('pat', uuid);
