import { TypeID } from 'typeid-js';

/** TypeIDs of payment attempts (`pat_…`); see order-id.ts. */
export const attemptIdPattern = /^pat_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

export const newAttemptId = (): string => new TypeID('pat').toString();
export const attemptIdToUuid = (id: string): string => TypeID.fromString(id, 'pat').toUUID();
export const attemptIdFromUuid = (uuid: string): string => TypeID.fromUUID('pat', uuid).toString();
