/**
 * One `json` parameter that carries a whole set of calls, for `json_to_recordset`.
 *
 * `ord` is the order of arrival: where one order is in the set twice, its calls are decided in that order.
 */
export function asRecordset(calls: readonly object[]): string {
  return JSON.stringify(calls.map((call, ord) => ({ ord, ...call })));
}
