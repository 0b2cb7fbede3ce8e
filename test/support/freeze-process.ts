import { readFileSync } from 'node:fs';

/** Stops a process and its children without ending them. Linux only. @returns lets them go on */
export function freezeWithChildren(pid: number): () => void {
  // The parent first: it would start others, or notice.
  process.kill(pid, 'SIGSTOP');
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  for (const child of children) process.kill(child, 'SIGSTOP');
  return () => {
    for (const each of [...children, pid]) process.kill(each, 'SIGCONT');
  };
}
