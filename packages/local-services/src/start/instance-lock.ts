import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRunning, readPid } from '../process/leftover.ts';

/**
 * Ensures that this is the only run on this data directory: two runs would stop each other's databases as
 * leftovers.
 *
 * @param file holds our pid while we run.
 * @param mark text that the command line of every such run contains.
 * @returns a function that releases the lock.
 * @throws Error with the pid of the run that holds the lock.
 */
export function lockInstance(file: string, mark: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const holder = readPid(file);
  if (holder !== undefined && holder !== process.pid && isRunning(holder, mark)) {
    throw new Error(
      `already running here (process ${holder}): stop that one first, with Ctrl-C or kill ${holder}`,
    );
  }
  rmSync(file, { force: true }); // left by a killed run
  writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
  return () => rmSync(file, { force: true });
}
