import { describeExit, type Exit } from '../process/child.ts';

/** Something that was started, may end by itself, and can be stopped. */
interface Running {
  exited: Promise<Exit>;
  stop: () => Promise<void>;
  signal?: (signal: NodeJS.Signals) => void;
}

/** What stops first. The apps finish what is in hand, for which they need the services. */
const SHUTDOWN_ORDER = ['app', 'service'] as const;
type Layer = (typeof SHUTDOWN_ORDER)[number];

export interface Supervisor {
  /** Starts something, unless stopping has begun. */
  start<T extends Running>(layer: Layer, name: string, start: () => Promise<T>): Promise<T>;
  /** Runs a script to its end. Rejects when that is not a good one. */
  run: (name: string, start: () => Promise<Running>) => Promise<void>;
  /** Rejects when something ended that should not have. Never resolves. */
  broken: Promise<never>;
  /** Stops everything in order, waiting for what is still starting. Safe to call twice. */
  stop: () => Promise<void>;
  /** Ends the apps at once. The databases shut down by themselves, to spare their data, when we are gone. */
  abandon: () => void;
}

/** Keeps account of all that is started, so that all of it is stopped, and nothing else. */
export function createSupervisor(): Supervisor {
  const started: { layer: Layer; starting: Promise<Running>; running?: Running }[] = [];
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {}); // nobody may be listening any more
  let stopped: Promise<void> | undefined;

  const begin = async <T extends Running>(
    layer: Layer,
    name: string,
    start: () => Promise<T>,
  ): Promise<T> => {
    if (stopped) throw new Error(`${name} is not started: stopping`);
    const starting = start();
    const member: (typeof started)[number] = { layer, starting };
    started.push(member);
    const running = await starting;
    member.running = running;
    return running;
  };
  const stop = async (): Promise<void> => {
    for (const layer of SHUTDOWN_ORDER) {
      const members = started.filter((member) => member.layer === layer);
      await Promise.all(members.map(async ({ starting }) => (await starting.catch(() => undefined))?.stop()));
    }
  };
  return {
    broken: broken.promise,
    stop: () => (stopped ??= stop()),
    abandon: () => {
      for (const { layer, running } of started) if (layer === 'app') running?.signal?.('SIGKILL');
    },
    start: async (layer, name, start) => {
      const running = await begin(layer, name, start);
      void running.exited.then((exit) => {
        if (!stopped) broken.reject(new Error(`${name} ${describeExit(exit)}`));
      });
      return running;
    },
    run: async (name, start) => {
      const exit = await (await begin('app', name, start)).exited;
      if (exit.exitCode !== 0) throw new Error(`${name} ${describeExit(exit)}`);
    },
  };
}
