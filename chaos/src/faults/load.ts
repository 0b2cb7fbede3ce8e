import type { ReceiverMode } from '../workload/receivers.ts';
import { hold } from '../waiting.ts';
import type { Fault } from './fault.ts';

const stormOrders = 5;
/** Until the last of them is cancelled. */
const afterDueMs = 3_000;

function receivers(kind: string, mode: ReceiverMode): Fault {
  return {
    kind,
    area: 'receivers',
    extraMs: 0,
    async run({ controls }, { holdMs, signal }) {
      controls.receivers.set(mode);
      try {
        await hold(holdMs, signal);
      } finally {
        controls.receivers.set('ok');
      }
    },
  };
}

export const loadFaults = (ordersDueAtOnce: number): Fault[] => [
  receivers('receivers-hang', 'hang'),
  receivers('receivers-fail', 'fail'),
  receivers('receivers-slow', 'slow'),
  {
    kind: 'command-storm',
    area: 'load',
    extraMs: 500,
    run: async ({ controls }, { holdMs }) => void (await controls.storm(stormOrders, holdMs)),
  },
  {
    kind: 'orders-due-at-once',
    area: 'load',
    // The rate at which they are placed is the clients' own.
    extraMs: 8_000 + ordersDueAtOnce * 4,
    async run({ controls }, { signal }) {
      const { dueAt } = await controls.dueAtOnce(ordersDueAtOnce);
      await hold(Math.max(0, dueAt - performance.now()) + afterDueMs, signal);
    },
  },
];
