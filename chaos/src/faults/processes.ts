import type { Role, ServiceProcess } from '../processes/service-process.ts';
import { hold } from '../waiting.ts';
import type { Fault, Hold, Target } from './fault.ts';

const clockShiftSeconds = 300;
/** A batch of commands commits, and none of them reaches Redis. */
const commitMs = 300;

type OnProcess = (one: ServiceProcess, how: Hold, target: Target) => Promise<void>;

/** A fault on one of the two processes of a role, which is running and answers afterwards. */
function onOne(role: Role, what: string, run: OnProcess): Fault {
  return {
    kind: `${role}-${what}`,
    area: role,
    extraMs: 2_000,
    async run(target, how) {
      const one = how.random.pick(role === 'api' ? target.cluster.apis : target.cluster.workers)!;
      await run(one, how, target);
    },
  };
}

const killed: OnProcess = async (one, { holdMs, signal }) => {
  await one.kill();
  await hold(holdMs, signal);
  await one.start();
};

const killedAfterCommit: OnProcess = async (one, how) => {
  const thaw = one.links.redis.map((link) => link.disturb({ kind: 'freeze' }));
  try {
    await hold(how.random.int(1, commitMs), how.signal);
    await one.kill();
  } finally {
    for (const each of thaw) each();
  }
  await hold(how.holdMs, how.signal);
  await one.start();
};

const frozen: OnProcess = async (one, { holdMs, signal }) => {
  one.freeze();
  try {
    await hold(holdMs, signal);
  } finally {
    one.thaw();
  }
};

const terminated: OnProcess = async (one, { holdMs, signal }) => {
  // Other faults of the moment may keep it from stopping in time. That it stops in time is another test's.
  await one.terminate('faults');
  await hold(Math.min(holdMs, 2_000), signal);
  await one.start();
};

function shifted(seconds: number): OnProcess {
  return async (one, { holdMs, signal }, { clockShift }) => {
    await one.kill();
    await one.start(clockShift?.(seconds));
    await hold(holdMs, signal);
    await one.kill();
    await one.start();
  };
}

function shiftable(fault: Fault): Fault {
  return {
    ...fault,
    obstacle: ({ clockShift }) => (clockShift === null ? 'libfaketime is missing' : null),
  };
}

const onBoth = (what: string, run: OnProcess): Fault[] => [
  onOne('api', what, run),
  onOne('worker', what, run),
];

export const processFaults: readonly Fault[] = [
  ...onBoth('killed', killed),
  ...onBoth('killed-after-commit', killedAfterCommit),
  ...onBoth('frozen', frozen),
  ...onBoth('terminated', terminated),
  shiftable(onOne('worker', 'clock-ahead', shifted(clockShiftSeconds))),
  shiftable(onOne('worker', 'clock-behind', shifted(-clockShiftSeconds))),
];
