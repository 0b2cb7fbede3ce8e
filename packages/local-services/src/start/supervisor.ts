import { describeExit, type Exit } from '../process/child.ts';

/** A process, or something that behaves like one. */
interface Running {
  /** Rejects if how it ended does not say why. */
  exited: Promise<Exit>;
  stop: () => Promise<void>;
  signal?: (signal: NodeJS.Signals) => void;
}

/** The apps stop first, because they need the services to finish their current work. */
const SHUTDOWN_ORDER = ['app', 'service'] as const;
type Layer = (typeof SHUTDOWN_ORDER)[number];

export interface Supervisor {
  /** Starts a process. Rejects if stopping has begun. */
  start<T extends Running>(layer: Layer, name: string, start: () => Promise<T>): Promise<T>;
  /** Runs a script until it exits. Rejects if its exit code is not 0. */
  run: (name: string, start: () => Promise<Running>) => Promise<void>;
  /** Rejects when a process exits before it is stopped. Never resolves. */
  broken: Promise<never>;
  /** Stops everything in order, including processes that are still starting. Safe to call twice. */
  stop: () => Promise<void>;
  /** Kills the apps. The databases get time to shut down cleanly: their lifelines ask them when we exit. */
  abandon: () => void;
}

/** Keeps track of the started processes, and stops exactly those. */
export function createSupervisor(): Supervisor {
  const started: { layer: Layer; starting: Promise<Running>; running?: Running }[] = [];
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {}); // prevents an unhandled rejection while nothing awaits it
  let stopped: Promise<void> | undefined;

  const begin = async <T extends Running>(
    layer: Layer,
    name: string,
    start: () => Promise<T>,
  ): Promise<T> => {
    if (stopped) throw new Error(`${name} was not started: already stopping`);
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
      const onEnd = (reason: unknown): void => {
        if (!stopped) broken.reject(reason);
      };
      running.exited.then((exit) => onEnd(new Error(`${name} ${describeExit(exit)}`)), onEnd);
      return running;
    },
    run: async (name, start) => {
      const exit = await (await begin('app', name, start)).exited;
      if (exit.exitCode !== 0) throw new Error(`${name} ${describeExit(exit)}`);
    },
  };
}
