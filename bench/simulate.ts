import { parseArgs } from 'node:util';
import { measured, readMeasured } from './simulation/measured.ts';
import { simulate } from './simulation/model.ts';
import { createRandom } from './simulation/random.ts';
import { measuredHerd, scenarios } from './simulation/scenarios.ts';

/**
 * `node bench/simulate.ts [--seed n]`: how late the last order is, in waves, herds and outages, reckoned from the service times
 * in `results`. The same seed gives the same figures. The herd is held against the measured one.
 */
const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
const seed = Number(values.seed);
if (!Number.isInteger(seed)) {
  console.error('usage: node bench/simulate.ts [--seed n], with a whole number');
  process.exit(2);
}

const times = readMeasured();
const number = (value: number) => Math.round(value).toLocaleString('en-US');
const row = (cells: string[]) => console.log(`| ${cells.join(' | ')} |`);

row(['scenario', 'machines', 'orders', 'p50, ms', 'p99, ms', 'last, ms']);
row(['---', '---', '---:', '---:', '---:', '---:']);
for (const scenario of scenarios) {
  const { sharedCores, workers, postgresCores } = scenario.fleet;
  const machines =
    sharedCores === null
      ? `${workers} workers, Postgres with ${postgresCores} cores`
      : `one with ${sharedCores} cores`;
  const { orders, p50Ms, p99Ms, maxMs } = simulate(scenario, times, createRandom(seed));
  row([scenario.name, machines, ...[orders, p50Ms, p99Ms, maxMs].map(number)]);
}
const { median, min, max } = measured('herd', `${measuredHerd} orders`, 'lastCancelledMs');
console.log(
  `\nMeasured: of a herd of ${number(measuredHerd)}, the last was cancelled after ${number(median)} ms (${number(min)}–${number(max)}).`,
);
