/** From figures of single rounds to medians and ratios. */

export interface Sample {
  contender: string;
  /** What was asked of it, such as "64 connections". */
  case: string;
  round: number;
  /** By name, with the unit at its end: perSecond, p99Ms, cpuUs, bytes. */
  figures: Record<string, number>;
}

export interface Spread {
  median: number;
  min: number;
  max: number;
}

export interface Row {
  contender: string;
  case: string;
  figures: Record<string, Spread>;
  /** Ours divided by this contender's, in the same round. Not in our own rows. */
  oursToThis?: Record<string, Spread>;
}

/** One row for each case and contender, in order of first appearance. */
export function summarize(samples: readonly Sample[], ours: string): Row[] {
  const byRow = Map.groupBy(samples, (sample) => `${sample.case}\n${sample.contender}`);
  const rows = [...byRow.values()].map((each): Row => {
    const { contender, case: name } = each[0]!;
    const row = { contender, case: name, figures: spreads(each.map(({ figures }) => figures)) };
    if (contender === ours) return row;
    const ratios = each.flatMap(({ round, figures }) => {
      const own = byRow.get(`${name}\n${ours}`)?.find((sample) => sample.round === round);
      return own ? [ratiosOf(own.figures, figures)] : [];
    });
    return ratios.length === 0 ? row : { ...row, oursToThis: spreads(ratios) };
  });
  const cases = [...new Set(samples.map((sample) => sample.case))];
  return cases.flatMap((name) => rows.filter((row) => row.case === name));
}

function ratiosOf(own: Record<string, number>, others: Record<string, number>): Record<string, number> {
  const shared = Object.entries(others).filter(([name, value]) => own[name] !== undefined && value > 0);
  return Object.fromEntries(shared.map(([name, value]) => [name, own[name]! / value]));
}

function spreads(rounds: Record<string, number>[]): Record<string, Spread> {
  const names = new Set(rounds.flatMap(Object.keys));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = rounds.map((round) => round[name]).filter((value) => value !== undefined);
      return [name, { median: median(values), min: Math.min(...values), max: Math.max(...values) }];
    }),
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)]!;
  return sorted.length % 2 === 1 ? upper : (upper + sorted[sorted.length / 2 - 1]!) / 2;
}

/** The q-quantile of the values, with `q` from 0 to 1. NaN without values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
