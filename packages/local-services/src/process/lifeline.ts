import { spawn } from 'node:child_process';

/**
 * Ties a process to this one: when this process is gone, however it went, `pid` gets `signal`.
 *
 * Our services run in sessions of their own, so that Ctrl-C in a terminal does not reach them before their
 * turn in the shutdown. The price is that they would outlive a killed parent. So beside each sits a shell
 * that waits for the end of a pipe which only we hold open. The kernel closes it even after SIGKILL, and
 * unlike a parent-death signal this works on macOS too.
 *
 * @returns lets go of the process: call it once the process has ended, for its pid may then be reused.
 */
export function holdLifeline(pid: number, signal: 'INT' | 'TERM'): () => void {
  // CONT, because a frozen process keeps the other signal waiting.
  const script = 'read -r released || { kill -s "$2" "$1"; kill -s CONT "$1"; }';
  const shell = spawn('/bin/sh', ['-c', script, 'lifeline', String(pid), signal], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is no lifeline, which matters only if we crash. The write below may find it gone.
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  return () => {
    shell.stdin.end('released\n');
  };
}
