import type { Fleet, Outage, Scenario } from './model.ts';

const oneMachine: Fleet = { sharedCores: 2, workers: 1, postgresCores: 2, redisServers: 1 };
/** As `capacity.ts` has it for 10,000,000 an hour. */
const large: Fleet = { sharedCores: null, workers: 25, postgresCores: 22, redisServers: 12 };

const hour = 3_600;
/** Three in ten are not paid. */
const lapsing = 0.3;
const perSecond = (ordersPerHour: number) => (ordersPerHour / hour) * lapsing;

/** From the usual rate to four times as many and back, within ten minutes. */
const wave = (usual: number) => (ms: number) =>
  usual * (1 + 3 * Math.max(0, Math.sin((Math.PI * ms) / 600_000)) ** 2);

const none = () => 0;
const tenMinutes = 600;

const lost = (what: string, outage: Outage): Scenario => ({
  name: `10,000,000 an hour, ${what}`,
  fleet: large,
  seconds: 120,
  duePerSecond: () => perSecond(10_000_000),
  outages: [outage],
});

export const measuredHerd = 100_000;

export const scenarios: Scenario[] = [
  { name: '1,000 orders an hour', fleet: oneMachine, seconds: hour, duePerSecond: () => perSecond(1_000) },
  {
    name: '100,000 an hour, with a wave of four times as many',
    fleet: oneMachine,
    seconds: tenMinutes,
    duePerSecond: wave(perSecond(100_000)),
  },
  {
    name: '10,000,000 an hour, with a wave of four times as many',
    fleet: large,
    seconds: tenMinutes,
    duePerSecond: wave(perSecond(10_000_000)),
  },
  {
    name: 'a herd of 100,000',
    fleet: oneMachine,
    seconds: 1,
    duePerSecond: none,
    herds: [{ atMs: 0, orders: measuredHerd }],
  },
  {
    name: 'a herd of 1,000,000',
    fleet: large,
    seconds: 1,
    duePerSecond: none,
    herds: [{ atMs: 0, orders: 1_000_000 }],
  },
  {
    name: '100,000 an hour, Redis away for a minute',
    fleet: oneMachine,
    seconds: 120,
    duePerSecond: () => perSecond(100_000),
    outages: [{ what: 'redis', fromMs: 30_000, toMs: 90_000 }],
  },
  lost('20 of 25 workers lost for a minute', { what: 'workers', count: 20, fromMs: 30_000, toMs: 90_000 }),
  lost('all workers lost for ten seconds', { what: 'workers', fromMs: 30_000, toMs: 40_000 }),
  lost('Postgres promoted within 15 seconds', { what: 'postgres', fromMs: 30_000, toMs: 45_000 }),
];
