import { medianOf } from './simulation/measured.ts';

/**
 * `node bench/capacity.ts`: the machines that a number of orders takes, and what a million of them cost, reckoned from
 * `results`. docs/capacity.md has its output.
 */
const assumed = {
  /** Of the orders; the rest lapse. */
  paidShare: 0.7,
  /** The busiest minute against the average one. */
  peak: 4,
  /** Of a core, so that deadlines are kept in the busiest minute. */
  used: 0.6,
  windowSeconds: 1_800,
  webhooksOfOrder: 2,
  corePerHour: 0.04,
  gigabytePerMonth: 0.1,
};

const processes = ['api', 'worker', 'postgres', 'redis'] as const;
type Process = (typeof processes)[number];

const webhooksUs = (process: Process) =>
  assumed.webhooksOfOrder * medianOf('webhooks', 'a backlog', `${process}CpuUs`);

/** CPU time of an order's whole life, in µs, with a webhook for each of its events. */
function lifeUs(process: Process): number {
  const { paidShare } = assumed;
  const of = (question: string, caseName: string) => medianOf(question, caseName, `${process}CpuUs`);
  return (
    of('place', '64 connections') +
    paidShare * of('pay', '64 connections') +
    (1 - paidShare) * of('life', 'cancelled one by one') +
    webhooksUs(process)
  );
}

const keptBytes =
  assumed.paidShare * medianOf('life', 'paid', 'keptBytes') +
  (1 - assumed.paidShare) * medianOf('life', 'cancelled one by one', 'keptBytes');
const redisBytes = medianOf('footprint', '100000 orders', 'redisBytes');

const number = (value: number, digits = 0) =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: 0 });
const row = (cells: string[]) => console.log(`| ${cells.join(' | ')} |`);

const life = Object.fromEntries(processes.map((process) => [process, lifeUs(process)])) as Record<
  Process,
  number
>;
const lifeInAll = processes.reduce((sum, process) => sum + life[process], 0);

row(['of an order', ...processes, 'in all']);
row(['---', ...processes.map(() => '---:'), '---:']);
row(['CPU time, µs', ...processes.map((process) => number(life[process])), number(lifeInAll)]);
row([
  `of which ${assumed.webhooksOfOrder} webhooks`,
  ...[...processes.map(webhooksUs), processes.reduce((sum, process) => sum + webhooksUs(process), 0)].map(
    (us) => number(us),
  ),
]);
console.log();

const rates = [1_000, 100_000, 10_000_000];
row(['orders an hour', ...rates.map((rate) => number(rate))]);
row(['---', ...rates.map(() => '---:')]);
const peakPerSecond = (rate: number) => (rate / 3_600) * assumed.peak;
row(['at the peak, a second', ...rates.map((rate) => number(peakPerSecond(rate), 1))]);
for (const process of processes) {
  const cores = (rate: number) => (peakPerSecond(rate) * life[process]) / 1e6 / assumed.used;
  row([`cores for ${process}`, ...rates.map((rate) => number(cores(rate), 2))]);
}
const pending = (rate: number) => peakPerSecond(rate) * assumed.windowSeconds;
row(['pending at the peak', ...rates.map((rate) => number(pending(rate)))]);
row(['Redis, MB', ...rates.map((rate) => number((pending(rate) * redisBytes) / 1e6))]);
row(['Postgres grows a month, GB', ...rates.map((rate) => number((rate * 720 * keptBytes) / 1e9, 1))]);
console.log();

const coreHours = (lifeInAll * 1e6) / 1e6 / 3_600 / assumed.used;
const stored = (1e6 * keptBytes) / 1e9;
console.log(
  `An order takes ${number(keptBytes)} bytes of Postgres for ever, a billion ${number((1e9 * keptBytes) / 1e12, 1)} TB. ` +
    `A million orders take ${number(coreHours, 2)} core hours and ${number(stored, 1)} GB: at ${assumed.corePerHour} for a core hour and ` +
    `${assumed.gigabytePerMonth} for a gigabyte and month, ${number(coreHours * assumed.corePerHour, 3)} once and ${number(stored * assumed.gigabytePerMonth, 2)} a month.`,
);

const clusters = ['no cluster', '1 master', '2 masters', '3 masters'];
const bornBy = (name: string) => medianOf('cluster', `${name}, both`, 'bornPerSecond');
console.log();
row(['of an alarm, set and rung', ...clusters]);
row(['---', ...clusters.map(() => '---:')]);
for (const [label, figure] of [
  ['CPU time of the worker, µs', 'workerCpuUs'],
  ['of Postgres', 'postgresCpuUs'],
  ['of all masters', 'redisCpuUs'],
  ['of the busiest master', 'busiestCpuUs'],
] as const) {
  row([label, ...clusters.map((name) => number(medianOf('cluster', `${name}, both`, figure), 1))]);
}
row(['alarms a second, each master with a core', ...clusters.map((name) => number(bornBy(name)))]);
row(['against one master', ...clusters.map((name) => `${number(bornBy(name) / bornBy('1 master'), 2)} ×`)]);
