import type { Contender, Running, StartOptions } from './contender.ts';
import type { Servers, Stores } from './stores.ts';

export interface Run {
  running: Running;
  stores: Stores;
}

/** Starts contenders and stops them. */
export interface Runs {
  /** Calls `work` while the contender, and no other, runs on empty stores. */
  use(contender: Contender, options: StartOptions, work: (run: Run) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** @param keep leaves contenders running, with what earlier questions wrote, because starting them takes most of a quick run */
export function createRuns(servers: Servers, keep: boolean): Runs {
  const kept = new Map<string, Run>();

  async function start(contender: Contender, options: StartOptions): Promise<Run> {
    const stores = await servers.open();
    return { running: await contender.start(stores, options), stores };
  }

  async function stop({ running, stores }: Run): Promise<void> {
    await running.stop();
    await stores.close();
  }

  return {
    async use(contender, options, work) {
      const key = `${contender.name} ${JSON.stringify(options)}`;
      const run = kept.get(key) ?? (await start(contender, options));
      if (keep) kept.set(key, run);
      try {
        await work(run);
      } finally {
        if (!keep) await stop(run);
      }
    },
    async stop() {
      await Promise.all([...kept.values()].map(stop));
      kept.clear();
    },
  };
}
