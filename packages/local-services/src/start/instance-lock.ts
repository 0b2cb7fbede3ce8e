import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { commandOf, readPid } from '../process/leftover.ts';

/**
 * Makes sure that this is the only run on this folder: two would stop each other's databases as leftovers.
 *
 * @param file keeps our pid meanwhile.
 * @param mark what the command line of such a run contains.
 * @returns gives the lock back.
 * @throws Error that names the run that is there already.
 */
export function lockInstance(file: string, mark: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const holder = readPid(file);
  if (holder !== undefined && holder !== process.pid && commandOf(holder).includes(mark)) {
    throw new Error(
      `it is already running here (process ${holder}): stop that one first, with Ctrl-C or kill ${holder}`,
    );
  }
  rmSync(file, { force: true }); // a killed run's
  writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
  return () => rmSync(file, { force: true });
}
