import { unfolded } from '../platform/postgres.ts';

/**
 * Orders, events and payments are partitioned by the ids of the orders, which begin with their time. Postgres can leave out
 * partitions for a range of ids, and not for a set of them. So statements on a set also say between which ids it lies: most sets
 * are of one month. It changes no answer, only how many partitions are opened to get it.
 */

/** SQL: whether an order's id may be among those asked for. */
export type IsNear = (column: string) => string;

const lowest = '00000000-0000-0000-0000-000000000000';
const highest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The least and the greatest id of a set: the two parameters for {@link isInSpan}. None is between those of an empty set. */
export function spanOf(uuids: readonly string[]): [least: string, greatest: string] {
  const least = uuids.reduce((least, uuid) => (uuid < least ? uuid : least), highest);
  const greatest = uuids.reduce((greatest, uuid) => (uuid > greatest ? uuid : greatest), lowest);
  return [least, greatest];
}

/** @param least what stands for the {@link spanOf} the set, as does the next parameter */
export const isInSpan =
  (least: number): IsNear =>
  (column) =>
    `${column} between ${unfolded(`$${least}`)} and ${unfolded(`$${least + 1}`)}`;

/** For statements on one order. @param parameter what stands for its id, such as `$1` */
export const isOrder =
  (parameter: string): IsNear =>
  (column) =>
    `${column} = ${unfolded(parameter)}`;

/** Nothing is known about the ids before the statement has found them. */
export const anywhere: IsNear = () => 'true';
