import type { Writable } from 'node:stream';
import { execa } from 'execa';
import { onWindows } from './programs.ts';

/**
 * Ties a process to this one: when this process ends, even by SIGKILL, `pid` gets `signal`.
 *
 * Services run in their own sessions, because Ctrl-C in a terminal must not reach them before their turn in
 * the shutdown. The drawback is that they survive a killed parent. A shell beside each service therefore
 * waits for end-of-file on a pipe whose other end only this process holds. The kernel closes it in every
 * case. Unlike Linux's parent-death signal, this also works on macOS. On Windows nothing is done.
 *
 * @returns a function that releases the process. Call it when the process has exited: its pid may be reused.
 */
export function holdLifeline(pid: number, signal: 'INT' | 'TERM' | 'KILL'): () => void {
  if (onWindows) return () => undefined;
  // CONT, because a frozen process receives no other signal until it continues.
  const script = 'read -r released || { kill -s "$2" "$1"; kill -s CONT "$1"; }';
  const stdin = startShell(script, 'lifeline', String(pid), signal);
  return () => {
    stdin.end('released\n');
  };
}

/** Starts a shell that outlives this process, and whose input ends with it, however it ends. @returns its input */
export function startShell(script: string, ...args: string[]): Writable {
  const shell = execa('/bin/sh', ['-c', script, ...args], {
    cwd: '/',
    detached: true,
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    reject: false, // without a shell, what it would clean up only survives a crash of this process
  });
  shell.nodeChildProcess.unref();
  return shell.stdin;
}
