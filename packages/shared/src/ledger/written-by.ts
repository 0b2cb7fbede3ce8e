/**
 * SQL: the number of the transaction that wrote a row, as xid8. It needs a relation `latest` whose column `xid` has that
 * of the latest transaction, as bigint. `xmin` has only the lower half of the number; recent rows share the upper half
 * with the latest transaction, or have the one before.
 */
export function writtenBy(xmin: string): string {
  return `(latest.xid - ((latest.xid - ${xmin}::text::bigint) & 4294967295))::text::xid8`;
}

/**
 * SQL: whether a transaction with this number or a higher one wrote a row; true if the number is null. It costs a fraction of
 * {@link writtenBy}, and is right for rows of the last two thousand million transactions.
 *
 * @param number an xid8
 */
export function isWrittenSince(xmin: string, number: string): string {
  return `(${number} is null or age(${xmin}) <= age(${number}::xid))`;
}
