import type { Disturbance } from '../links/link.ts';
import type { ServiceProcess } from '../processes/service-process.ts';
import type { Random } from '../random.ts';
import { hold } from '../waiting.ts';
import type { Way } from '../redis/store.ts';
import type { Fault, Target } from './fault.ts';

const cutIntervalMs = 200;

/** One pair of a process and a server, all pairs of a process, or those of all processes and one server. */
function pickLinks({ cluster }: Target, random: Random): Way[] {
  const linksOf = ({ links }: ServiceProcess): Way[] => [links.postgres, ...links.redis];
  const one = random.pick(cluster.processes)!;
  const store = random.pick(['postgres', 'redis'] as const)!;
  const place = store === 'postgres' ? 0 : random.int(1, linksOf(one).length - 1);
  switch (random.int(1, 4)) {
    case 1:
      return linksOf(one);
    case 2:
      return cluster.processes.map((each) => linksOf(each)[place]!);
    default:
      return [linksOf(one)[place]!];
  }
}

function disturbed(kind: string, disturbanceFor: (random: Random) => Disturbance): Fault {
  return {
    kind,
    area: 'links',
    extraMs: 500,
    async run(target, { holdMs, random, signal }) {
      const links = pickLinks(target, random);
      const disturbance = disturbanceFor(random);
      // What refuses new connections has ended the old ones too.
      if (disturbance.kind === 'refuse') for (const link of links) link.cut();
      const heal = links.map((link) => link.disturb({ ...disturbance }));
      await hold(holdMs, signal);
      for (const each of heal) each();
    },
  };
}

export const linkFaults: readonly Fault[] = [
  disturbed('link-slow', (random) => ({
    kind: 'slow',
    latencyMs: random.int(20, 300),
    jitterMs: random.int(0, 200),
  })),
  disturbed('link-throttled', (random) => ({
    kind: 'slow',
    latencyMs: 0,
    jitterMs: 0,
    bytesPerSecond: random.int(10_000, 200_000),
  })),
  disturbed('link-refused', () => ({ kind: 'refuse' })),
  disturbed('link-frozen', () => ({ kind: 'freeze' })),
  disturbed('link-half-open', () => ({ kind: 'half-open' })),
  {
    kind: 'link-cut',
    area: 'links',
    extraMs: 500,
    async run(target, { holdMs, random, signal }) {
      const links = pickLinks(target, random);
      const untilMs = performance.now() + holdMs;
      do {
        for (const link of links) link.cut();
        await hold(cutIntervalMs, signal);
      } while (performance.now() < untilMs && !signal.aborted);
    },
  },
];
