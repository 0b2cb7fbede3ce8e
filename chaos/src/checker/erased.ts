import { isDeepStrictEqual } from 'node:util';
import { personalData } from '@order-countdown/shared/order/events';
import type { LedgerEvent, LedgerOrder } from './final-state.ts';

const members: Readonly<Record<string, readonly string[]>> = personalData;

/** Whether what the order said of its customer was erased, in the order and in its events. */
export const isErased = ({ events }: LedgerOrder) => events.some(({ type }) => type === 'customer.erased');

/** The data of an event as it is once the customer was erased. */
export function withoutCustomer<Data extends object>(type: string, data: Data): Data {
  const nulls = (members[type] ?? []).filter((name) => name in data).map((name) => [name, null]);
  return { ...data, ...Object.fromEntries(nulls) };
}

/** Whether an event was told as the ledger has it, or had it before the customer was erased. */
export const isToldAs = (
  told: object,
  { type, data }: Pick<LedgerEvent, 'type' | 'data'>,
  ledger: LedgerOrder,
): boolean =>
  isDeepStrictEqual(told, data) || (isErased(ledger) && isDeepStrictEqual(withoutCustomer(type, told), data));
