import type { Exit } from './child.ts';

/** A database server that runs on this machine for as long as we do. */
export interface LocalService {
  /** How to connect, password included. */
  url: string;
  port: number;
  pid: number;
  /** Settles when the server has ended, wanted or not. Never rejects. */
  exited: Promise<Exit>;
  /** Shuts the server down, within about ten seconds. Safe to call twice. */
  stop: () => Promise<void>;
}

/** Tells whoever sits at the terminal what is done to their machine. On stderr: stdout belongs to the caller. */
export function announce(line: string): void {
  process.stderr.write(`${line}\n`);
}
