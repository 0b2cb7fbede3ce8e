import { globSync } from 'node:fs';
import { installPackage } from '@order-countdown/local-services/packages';

const places = '/usr/{lib,lib64,local/lib}/{*/,}faketime/libfaketime.so.1';

/** The environment that shifts the wall clock of a process by `seconds`; its monotonic clock stays. */
export type ClockShift = (seconds: number) => Record<string, string>;

/** Looks for libfaketime, and installs it if it is missing. @returns why clocks can't be shifted here */
export async function findClockShift(): Promise<ClockShift | { reason: string }> {
  if (process.platform !== 'linux') return { reason: 'libfaketime is only used on Linux' };
  let [library] = globSync(places);
  if (library === undefined) {
    const failure = await installPackage({ name: 'libfaketime', apt: 'libfaketime' });
    [library] = globSync(places);
    if (library === undefined) return { reason: failure ?? 'no libfaketime after installing' };
  }
  const preload = library;
  return (seconds) => ({
    LD_PRELOAD: preload,
    FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}s`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  });
}
