import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oursName, type Result } from '../harness/report.ts';
import type { Spread } from '../harness/samples.ts';
import type { Measured, ServiceTimes } from './model.ts';

/** A figure of ours from `results`. @throws if nobody measured it */
export function measured(question: string, caseName: string, figure: string): Spread {
  const file = join(import.meta.dirname, `../results/${question}.json`);
  const { rows } = JSON.parse(readFileSync(file, 'utf8')) as Result;
  const row = rows.find((each) => each.contender === oursName && each.case === caseName);
  const spread = row?.figures[figure];
  if (!spread) throw new Error(`${file} has no ${figure} of ours for "${caseName}"`);
  return spread;
}

export const medianOf = (...which: Parameters<typeof measured>): number => measured(...which).median;

function serviceTimes(caseName: string): ServiceTimes {
  const of = (process: string) => medianOf('life', caseName, `${process}CpuUs`);
  return { worker: of('worker'), postgres: of('postgres'), redis: of('redis') };
}

export const readMeasured = (): Measured => ({
  herd: serviceTimes('cancelled in a herd'),
  alone: serviceTimes('cancelled one by one'),
  wakeMs: Math.round(medianOf('lateness', 'idle', 'p50Ms')),
});
