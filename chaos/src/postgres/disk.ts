import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const prefix = 'order-countdown-chaos-';
const sizeMiB = 4_096; // pages that are not written take no memory
const maxResizes = 20;

/** A folder for one server's data. */
export interface Disk {
  dataDir: string;
  /** Null: a file system of its own can't be mounted here, so it can't be filled without harm to others. */
  fill: ((freeKiB: number) => Promise<() => Promise<void>>) | null;
  /** Deletes the data. */
  remove(): Promise<void>;
}

/** Makes a folder, on a memory file system of its own if this account may mount one. */
export async function makeDisk(name: string): Promise<Disk> {
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-${name}-`));
  chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must be able to enter
  const options = `size=${sizeMiB}m,mode=755`;
  const mount = await execa('mount', ['-t', 'tmpfs', '-o', options, prefix, folder], { reject: false });
  const resize = (size: string) => execa('mount', ['-o', `remount,size=${size}`, folder]);
  /** What is written in the meantime may need the room that was to be left: then there is twice as much the next time. */
  async function leave(freeKiB: number, resizesLeft = maxResizes): Promise<void> {
    const { blocks, bfree, bsize } = statfsSync(folder);
    const usedKiB = Math.ceil(((blocks - bfree) * bsize) / 1_024);
    await resize(`${usedKiB + freeKiB}k`).catch((error: unknown) => {
      if (resizesLeft === 0) throw error;
      return leave(Math.max(1, 2 * freeKiB), resizesLeft - 1);
    });
  }
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  return {
    dataDir,
    fill: mount.failed
      ? null
      : async (freeKiB) => {
          await leave(freeKiB);
          return async () => void (await resize(`${sizeMiB}m`));
        },
    remove: () => removeFolder(folder),
  };
}

/** Removes what runs that were killed left in the temporary folder. */
export async function removeLeftDisks(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) await removeFolder(join(tmpdir(), name));
  }
}

async function removeFolder(folder: string): Promise<void> {
  // Lazily: a server that is about to exit may still have files open.
  if (isMounted(folder)) await execa('umount', ['--lazy', folder], { reject: false });
  rmSync(folder, { recursive: true, force: true });
}

function isMounted(folder: string): boolean {
  try {
    return readFileSync('/proc/mounts', 'utf8').includes(` ${folder} `);
  } catch {
    return false;
  }
}
