import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Answer, Question } from './bench.ts';
import { summarize, type Row, type Spread } from './samples.ts';

export interface Result {
  question: string;
  asks: string;
  at: string;
  machine: { cpus: number; model: string; node: string };
  load: string;
  rounds: number;
  quick: boolean;
  rows: Row[];
  skipped: NonNullable<Answer['skipped']>;
  notes: string[];
}

/** Our own name among the contenders. */
export const oursName = 'order-countdown';

export function resultOf(
  name: string,
  question: Question,
  answer: Answer,
  run: Pick<Result, 'load' | 'rounds' | 'quick'>,
): Result {
  return {
    question: name,
    asks: question.asks,
    at: new Date().toISOString(),
    machine: { cpus: cpus().length, model: cpus()[0]?.model ?? '', node: process.version },
    ...run,
    rows: summarize(answer.samples, oursName),
    skipped: answer.skipped ?? [],
    notes: answer.notes ?? [],
  };
}

/** The table, as Markdown: medians, and in parentheses ours divided by the contender's, from the lowest round to the highest. */
export function tableOf({ asks, rows, skipped, notes }: Result, columns: readonly string[]): string {
  const header = ['case', 'contender', ...columns];
  const cells = rows.map((row) => [
    row.case,
    row.contender,
    ...columns.map((name) => cell(row.figures[name], row.oursToThis?.[name])),
  ]);
  const lines = [header, header.map((_, index) => (index < 2 ? '---' : '---:')), ...cells];
  return [
    asks,
    '',
    ...lines.map((each) => `| ${each.join(' | ')} |`),
    ...(rows.some(({ oursToThis }) => oursToThis)
      ? [`\n(n ×): ${oursName} divided by the row's contender.`]
      : []),
    ...skipped.map(({ contender, reason }) => `\nWithout ${contender}: ${reason}`),
    ...notes.map((note) => `\n${note}`),
    '',
  ].join('\n');
}

function cell(figure: Spread | undefined, ratio: Spread | undefined): string {
  if (!figure) return '';
  if (!ratio) return rounded(figure.median);
  const spread = ratio.min === ratio.max ? '' : `, ${rounded(ratio.min)}–${rounded(ratio.max)}`;
  return `${rounded(figure.median)} (${rounded(ratio.median)} ×${spread})`;
}

/** Three significant digits; whole numbers from 100 on. */
const rounded = (value: number): string =>
  Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(value >= 10 ? 3 : 2)));

export function write(result: Result): void {
  const folder = join(import.meta.dirname, '../results', result.quick ? 'quick' : '');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${result.question}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

/** @returns what is wrong with the figures: none at all, or one that no measurement gives. */
export function figuresMissing({ rows }: Result, { columns, mayBeZero = [] }: Question): string[] {
  if (rows.length === 0) return ['no figures'];
  // A process by itself may have had nothing to do.
  const isFree = (column: string) => mayBeZero.includes(column) || /.CpuUs$/.test(column);
  return rows.flatMap(({ contender, case: name, figures }) => {
    const measured = columns.filter((column) => figures[column]);
    if (measured.length === 0) return [`${contender}, ${name}: no figures`];
    return measured
      .map((column) => ({ column, value: figures[column]!.median }))
      .filter(({ column, value }) => !(Number.isFinite(value) && (isFree(column) ? value >= 0 : value > 0)))
      .map(({ column, value }) => `${contender}, ${name}: ${column} is ${value}`);
  });
}
