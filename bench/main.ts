import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Question } from './harness/bench.ts';
import { startLoad } from './harness/load.ts';
import { figuresMissing, resultOf, tableOf, write } from './harness/report.ts';
import { createRuns } from './harness/runs.ts';
import { startServers } from './harness/stores.ts';

/**
 * `npm run bench [question ...] [-- --quick] [--rounds n]`: answers the questions, by default all, one after the other.
 * Exit code 1: an answer was wrong or a figure is missing.
 */
const folder = join(import.meta.dirname, 'questions');
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .toSorted();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' } },
});
const quick = values.quick;
const rounds = quick ? 1 : Number(values.rounds);
const asked = positionals.length > 0 ? positionals : known;
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0 || !(rounds >= 1)) {
  console.error(`usage: npm run bench [-- ${known.join(' | ')} ...] [-- --quick] [--rounds n]`);
  process.exit(2);
}

if (process.platform !== 'linux') {
  console.error('bench: skipped, because the figures come from /proc, which only Linux has');
  process.exit(0);
}
// In case this process does not get to its end.
if (quick) writeCounts({ numPassedTests: 0, numFailedTests: asked.length });
// A quick run keeps no figures.
const servers = await startServers(!quick);
const load = startLoad();
const runs = createRuns(servers, quick);
const failed: string[] = [];
for (const name of asked) {
  const startedAt = performance.now();
  const limit = giveUpAfter(quick ? 120_000 : 3 * 3_600_000, name);
  const problems = await ask(name).catch((error: unknown) => [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ]);
  clearTimeout(limit);
  for (const problem of problems) console.error(`${name}: ${problem}`);
  if (problems.length > 0) failed.push(name);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.error(`${problems.length === 0 ? 'answered' : 'FAILED'}: ${name} (${seconds} s)`);
}
giveUpAfter(60_000, 'stopping');
load.stop();
await runs.stop();
await servers.stop();
const passed = asked.length - failed.length;
console.log(`bench: ${passed} questions passed, ${failed.length} failed`);
if (quick) writeCounts({ numPassedTests: passed, numFailedTests: failed.length });
// A question that failed may have left something that keeps this process alive. What it started ends with it.
process.exit(failed.length === 0 ? 0 : 1);

/** In Vitest's format, for whoever counts tests. */
function writeCounts(counts: { numPassedTests: number; numFailedTests: number }): void {
  const results = join(import.meta.dirname, '../test-results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'bench.json'), JSON.stringify(counts));
}

/** Ends this process, and with it all that it started, if what it does is stuck. */
function giveUpAfter(ms: number, name: string): NodeJS.Timeout {
  return setTimeout(() => {
    console.error(`bench: ${name} did not end within ${ms / 1_000} s`);
    process.exit(1);
  }, ms);
}

/** Prints and writes the answer. @returns what is wrong with it */
async function ask(name: string): Promise<string[]> {
  const { question } = (await import(join(folder, `${name}.ts`))) as { question: Question };
  const wrong: string[] = [];
  const bench: Bench = {
    servers,
    runs,
    load,
    quick,
    rounds,
    size: (full, tiny) => (quick ? tiny : full),
    check: (isRight, claim) => void (isRight || wrong.push(`not true: ${claim}`)),
    progress: (text) => void (quick || console.error(`${name}, ${text}`)),
  };
  const answer = await question.answer(bench);
  // Long questions take fewer rounds than were asked for.
  const taken = Math.max(...answer.samples.map(({ round }) => round));
  const result = resultOf(name, question, answer, { load: load.name, rounds: taken, quick });
  console.log(`## ${name}\n\n${tableOf(result, question.columns)}`);
  write(result);
  return [...wrong, ...figuresMissing(result, question)];
}
