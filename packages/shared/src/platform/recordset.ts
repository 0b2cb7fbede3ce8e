/**
 * Serializes a set of calls as one parameter for `json_to_recordset`.
 *
 * `ord` is the order of arrival. If a set contains several calls on the same order, they are decided in that order.
 */
export function asRecordset(calls: readonly object[]): string {
  return JSON.stringify(calls.map((call, ord) => ({ ord, ...call })));
}
